"""After force, injury or a broken-off return a health professional sees the person, within hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from events.return_operation.force import RestraintApplied, RestraintRemoved, UseOfForceObserved
from events.return_operation.handling import MedicalExaminationRecorded
from events.return_operation.movement import OperationMilestoneReached, ReturnAborted
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import hours_later
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.departures import broken_off, list_changes, milestone
from projections.safeguards.terms.force import Use, began, ceased, force_accounts, injury, uses

PURPOSES = frozenset({"after_restraint", "after_aborted_attempt", "documentation_of_injury"})
Examination = Record[MedicalExaminationRecorded]


@dataclass(frozen=True)
class Strain:
    """What calls for an examination: a use of force or a broken-off return, with its beginning and end."""

    records: tuple[AnyRecord, ...]
    began: datetime
    ended: datetime


def applies(h: History) -> Iterator[Ground]:
    """A restraint, observed force that may have injured, or an attempt broken off late is on record.

    May have injured: the observer states anything but no injury. Broken off late: after boarding began, or
    after force on the person had begun.
    """
    for strain in _strains(h):
        yield because("Force, injury or a broken-off return is on record.", *strain.records)


def breached(h: History) -> Iterator[Ground]:
    """The hours have passed, an examination is told not to have taken place, and none was in time."""
    missed = [each for each in _examinations(h) if not each.data.carried_out]
    for strain in _strains(h):
        if missed and h.passed(_limit(h, strain)) and not _in_time(h, strain):
            yield because("The examination that was due did not take place.", *strain.records, *missed)


def satisfied(h: History) -> Iterator[Ground]:
    """After every use and every broken-off attempt the person was examined in time.

    In time: from its beginning to `medical_check_hours` after its end, by an examiner who is not told to
    depend on those who used force. The end is the latest that any record tells; failing any, the beginning.
    """
    strains = _strains(h)
    found = [_independent(_in_time(h, strain)) for strain in strains]
    if strains and all(found):
        yield because("A health professional saw the person in time.", *(r for each in found for r in each))


def at_risk(h: History) -> Iterator[Ground]:
    """An examination of this kind is on record, but not as it should be."""
    for examination in _examinations(h):
        yield because("An examination is on record that does not fulfil the duty.", examination)


def due(h: History) -> Iterator[Due]:
    """Due `medical_check_hours` after the end of each use and after each broken-off attempt."""
    for strain in _strains(h):
        if not _independent(_in_time(h, strain)):
            yield Due(_limit(h, strain))


def _strains(h: History) -> list[Strain]:
    used = [_of_use(use) for use in uses(h) if _calls_for_it(use)]
    aborted = [
        Strain((record,), record.data.aborted_at, record.data.aborted_at)
        for record in broken_off(h)
        if _late(h, record)
    ]
    return [*used, *aborted]


def _calls_for_it(use: Use) -> bool:
    return bool(use.applied) or any(injury(each) != "none" for each in use.observed)


def _of_use(use: Use) -> Strain:
    ends = [ended for each in use.accounts if (ended := ceased(each)) is not None]
    ends += [each.data.removed_at for each in use.removed]
    return Strain(use.accounts, use.started_at, max(ends, default=use.started_at))


def _late(h: History, aborted: Record[ReturnAborted]) -> bool:
    operations = aborted.subjects("operation") or list(list_changes(h))
    starts = [milestone(h, operation, "boarding_started") for operation in operations]
    starts += [began(record) for record in force_accounts(h)]
    return any(start is not None and aborted.data.aborted_at > start for start in starts)


def _limit(h: History, strain: Strain) -> datetime:
    return hours_later(strain.ended, h.parameters.medical_check_hours)


def _examinations(h: History) -> list[Examination]:
    return [record for record in h.of(MedicalExaminationRecorded) if record.data.purpose in PURPOSES]


def _in_time(h: History, strain: Strain) -> list[Examination]:
    return [
        each
        for each in _examinations(h)
        if each.data.carried_out
        and each.data.examined_at is not None
        and strain.began <= each.data.examined_at <= _limit(h, strain)
    ]


def _independent(examinations: list[Examination]) -> list[Examination]:
    return [each for each in examinations if each.data.examiner_independent != "no"]


RULE = Rule(
    id="force.medical-check-after",
    area="11",
    phase="return",
    title="After force, injury or a broken-off return a health professional sees the person",
    source="UK inspectorate expectations on overseas escort; CPT standards (examination after aborted "
    "attempt, to be confirmed); UNNM Mapping s.11",
    source_status="practice_read",
    severity="serious",
    evidence=(
        RestraintApplied,
        RestraintRemoved,
        UseOfForceObserved,
        ReturnAborted,
        OperationMilestoneReached,
        MedicalExaminationRecorded,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    matter=("MedicalExaminationRecorded by purpose",),
    parameters=("medical_check_hours",),
)
