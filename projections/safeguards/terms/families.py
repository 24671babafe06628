"""Families: the cases that share a family group, and the guardian of a child who came alone."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from events.pre_return.assessment import GuardianAppointed
from events.pre_return.case import CaseProfileUpdated, ReturnCaseOpened
from projections.safeguards.judging.clock import JudgedAt
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.parameters import Parameters
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.terms.persons import is_child, told_last


@term
def family_group(h: History) -> str | None:
    """The family group of the case, as last told."""
    group = told_last(h, "family_group")
    if isinstance(group, str):
        return group
    profiles = [*h.of(CaseProfileUpdated), *h.of(ReturnCaseOpened)]
    named = [group for record in profiles for group in record.subjects("family_group")]
    return named[0] if named else None


@term
def family(h: History) -> list[History]:
    """Every other case of the family, each as a history of its own."""
    group = family_group(h)
    if group is None:
        return []
    told = [*h.anywhere(ReturnCaseOpened), *h.anywhere(CaseProfileUpdated)]
    cases = {case for record in told for case in record.subjects("case")} - {h.subject}
    others = [h.of_another(case) for case in sorted(cases)]
    return [other for other in others if family_group(other) == group]


def cases_of_family(records: Iterable[AnyRecord], subject: str) -> frozenset[str]:
    """The other cases of the family of a case, as these records tell."""
    clock = JudgedAt(datetime.max.replace(tzinfo=UTC))
    of_case = History(subject, records, lambda record: subject in record.about, clock, Parameters())
    return frozenset(other.subject for other in family(of_case))


@term
def is_family_with_children(h: History) -> bool:
    """Whether the family group of the case holds at least one child, the case itself included."""
    return family_group(h) is not None and (is_child(h) or any(is_child(other) for other in family(h)))


def guardian_in_office(h: History, on: date) -> Record[GuardianAppointed] | None:
    """The guardian in office on a date; none when the latest change by then ended or refused one."""
    changes = [record for record in h.of(GuardianAppointed) if record.data.effective_on <= on]
    last = max(changes, key=lambda record: (record.data.effective_on, record.order), default=None)
    return last if last is not None and last.data.state in {"appointed", "replaced"} else None
