"""Findings from records: every rule, for every subject, as of any moment and as known at any moment."""

from collections.abc import Iterable
from datetime import datetime

from projections.safeguards.judging.docket import DEFAULTS, Asked, Docket
from projections.safeguards.judging.finding import Finding
from projections.safeguards.judging.parameters import Parameters
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.judging.rule import Rule


def evaluate(
    records: Iterable[AnyRecord],
    rules: Iterable[Rule],
    as_of: datetime,
    known_at: datetime | None = None,
    parameters: Parameters = DEFAULTS,
) -> list[Finding]:
    """The findings of the rules about every subject on record. A rule that does not apply gives none."""
    records = list(records)
    asked = Asked(records, as_of, known_at or as_of, parameters)
    return [
        finding
        for rule in rules
        for subject in sorted(rule.subjects_in(records))
        if (finding := evaluate_one(rule, subject, asked)) is not None
    ]


def evaluate_one(rule: Rule, subject: str, asked: Asked) -> Finding | None:
    """The finding of one rule about one subject; none when the rule does not apply.

    `asked.records` must hold every record about the subject and about what is related to it: its operations,
    the cases of its family, and for an operation the cases on it.
    """
    return evaluate_until(rule, subject, asked)[0]


def evaluate_until(rule: Rule, subject: str, asked: Asked) -> tuple[Finding | None, datetime | None]:
    """The finding, and the first later moment at which it may be another without a new record.

    There may be such a moment without a finding: time alone can make a rule apply.
    """
    docket = Docket(subject, asked)
    return docket.finding(rule), docket.next_change
