"""A finding that is taken over from an earlier moment is the one that judging anew would give."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from events.data_protection.rights import ErasureCarriedOut
from events.return_operation.movement import ReturnCarriedOut
from projections.safeguards.judging.clock import JudgedAt
from projections.safeguards.judging.docket import Asked, Docket
from projections.safeguards.judging.finding import Finding
from projections.safeguards.judging.found import found
from projections.safeguards.judging.history import History
from projections.safeguards.judging.matching import with_linked
from projections.safeguards.judging.parameters import Parameters
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.judging.rule import Rule
from projections.safeguards.judging.scopes import SCOPES
from projections.safeguards.judging.standing import standing
from projections.safeguards.judging.waking import waking
from projections.safeguards.rules.register import BY_ID, RULES
from projections.safeguards.scenario.loading import load
from projections.viewing.links import kind

PATHS = sorted((Path(__file__).parents[2] / "scenarios").rglob("*.yaml"))
AFTER = timedelta(days=400)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_walking_on_finds_at_every_moment_what_judging_anew_finds(path: Path) -> None:
    compare(path, subjects=1, moments=8)


@pytest.mark.long
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_walking_on_for_long_finds_what_judging_anew_finds(path: Path) -> None:
    compare(path, subjects=5, moments=200)


def test_most_findings_are_taken_over() -> None:
    records = load(PATHS[0].parent.parent / "refoulement" / "no-return-without-procedure.yaml").records
    kept = []
    for docket in walked(most_told(records)[0], records, 20):
        for rule in rules_about(docket):
            kept.append(docket.keeps(rule))
            docket.finding(rule)
    assert sum(kept) > len(kept) / 2


def test_a_rule_wakes_on_what_its_text_names_alone() -> None:
    rule = BY_ID["refoulement.no-return-without-procedure"]
    assert waking(Parameters()).kinds(rule) == {ReturnCarriedOut}


def test_a_rule_that_looks_at_every_record_is_never_asleep() -> None:
    assert waking(Parameters()).kinds(BY_ID["data.notice-given"]) is None


def compare(path: Path, subjects: int, moments: int) -> None:
    records = load(path).records
    for subject in most_told(records)[:subjects]:
        for docket in walked(subject, records, moments):
            for rule in rules_about(docket):
                assert plain(docket.finding(rule)) == plain(anew(rule, docket)), (rule.id, docket.asked.as_of)


def walked(subject: str, records: Iterable[AnyRecord], most: int) -> Iterator[Docket]:
    """The subject at each moment of a record and at each that its findings name, one made from the other."""
    moments = sorted({record.recorded_at for record in records})
    last = moments[-1] + AFTER
    docket: Docket | None = None
    for _ in range(most):
        if not moments:
            return
        at = moments.pop(0)
        known = [record for record in records if record.recorded_at <= at]
        docket = Docket(subject, Asked(known, at, at), docket)
        yield docket
        following = docket.next_change
        if following is not None and following not in moments and following < last:
            moments = sorted([*moments, following])


def anew(rule: Rule, docket: Docket) -> Finding | None:
    """Judged without any short cut."""
    asked, clock = docket.asked, JudgedAt(docket.asked.as_of)
    if any(isinstance(record.data, ErasureCarriedOut) for record in asked.records):
        return docket.finding(rule)
    stands = standing(asked.records, asked.known_at, clock)
    own = with_linked(stands, rule.owner(stands, docket.subject))
    return found(rule, History(docket.subject, stands, own, clock, Parameters()))


def plain(finding: Finding | None) -> Finding | None:
    """Without the moments, which are stated beside."""
    nothing = datetime.min.replace(tzinfo=UTC)
    return finding and replace(finding, as_of=nothing, known_at=nothing, next_change=None)


def most_told(records: Iterable[AnyRecord]) -> list[str]:
    """The subjects of findings, those with most records first."""
    named = [each for record in records for each in record.subject_ids if kind(each) in SCOPES.values()]
    return sorted(set(named), key=lambda each: (-named.count(each), each))


def rules_about(docket: Docket) -> list[Rule]:
    return [rule for rule in RULES if docket.subject in rule.subjects_in(docket.asked.records)]
