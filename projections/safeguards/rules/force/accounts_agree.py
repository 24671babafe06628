"""What the authority recorded of force agrees with what monitors, the person or their lawyer tell of it."""

from collections.abc import Iterator
from datetime import datetime

from events.return_operation.accountability import ComplaintLodged
from events.return_operation.force import RestraintApplied, RestraintRemoved, UseOfForceObserved
from events.return_operation.monitoring import AccountsLinked, MonitoringPresenceRecorded
from events.return_operation.movement import EscortReportFiled, OperationMilestoneReached
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import days_later
from projections.safeguards.judging.matching import latest_link, times
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.accounts import (
    WATCHING,
    agree_in_content,
    agree_in_time,
    counterparts,
    have_time_in_common,
    official_records,
    same_use,
    watched,
)
from projections.safeguards.terms.departures import milestone, operations
from projections.safeguards.terms.force import ForceAccount, force_accounts, has_lasting_means
from projections.safeguards.terms.values import latest

Complaint = Record[ComplaintLodged]


def applies(h: History) -> Iterator[Ground]:
    """Force or a complaint about it is on record, and there is an outside view of it.

    An outside view: one of these was told by a monitor, by the person or by those who speak for them, or a
    monitor was present at the operation. The finding is made once from all records.
    """
    told: list[AnyRecord] = [*force_accounts(h), *_complaints(h)]
    present = [
        record for operation in operations(h) for record in h.about(operation, MonitoringPresenceRecorded)
    ]
    if told and (present or any(record.side in WATCHING for record in told)):
        yield because("Force is on record and there is an outside view of it.", *told, *present)


def breached(h: History) -> Iterator[Ground]:
    """A use told from outside was never recorded by the authority, or the accounts contradict each other.

    Never recorded: the authority has no restraint record matched to it after the due time. Contradict: a
    means seen is missing from the record, or injury or use on a child differ, unless unknown to one; accounts
    of one use have no time in common; a monitor's latest comparison calls them conflicting; or the authority
    has no record for the case and its latest report counts fewer restrained persons than there are cases with
    a lasting means on record.
    """
    for record in _unmatched(h):
        if h.passed(_due(h, record)):
            yield because("The authority has no record of a use that others tell of.", record)
    for told in watched(h):
        yield from _contradicted(h, told)
    yield from _called_conflicting(h)
    if not official_records(h):
        for operation in operations(h):
            yield from _undercounted(h, operation)


def satisfied(h: History) -> Iterator[Ground]:
    """Every use told from outside is matched to a record of the authority, and both agree.

    Agree: in means, injury, use on a child, and in time within `accounts_minutes`. A complaint about force
    agrees with any restraint record of the authority about the case.
    """
    told = watched(h)
    complaints = [each for each in _complaints(h) if each.side in WATCHING]
    if (told or complaints) and not _unmatched(h) and all(_agreed(h, each) for each in told):
        yield because("The authority's records agree with what others tell.", *told, *complaints)


def at_risk(h: History) -> Iterator[Ground]:
    """The authority's record of a use is still to come, or the accounts differ in time."""
    for record in _unmatched(h):
        if not h.passed(_due(h, record)):
            yield because("The authority has no record yet of a use that others tell of.", record)
    for told in watched(h):
        if counterparts(h, told) and not _agreed(h, told):
            yield because("The accounts of a use differ in time.", told)


def due(h: History) -> Iterator[Due]:
    """Due `accounts_days` after the operation ended, else after the escorts' report, else after the use.

    For a complaint, with neither end nor report on record, after it was lodged.
    """
    for record in _unmatched(h):
        yield Due(_due(h, record))


def _complaints(h: History) -> list[Complaint]:
    return [record for record in h.of(ComplaintLodged) if record.data.subject == "force_or_restraint"]


def _unmatched(h: History) -> list[ForceAccount | Complaint]:
    """Uses told from outside without any record of the authority."""
    complaints = [each for each in _complaints(h) if each.side in WATCHING and not official_records(h)]
    return [*(told for told in watched(h) if not counterparts(h, told)), *complaints]


def _due(h: History, record: ForceAccount | Complaint) -> datetime:
    named = record.subjects("operation") or operations(h)
    ended = [at for each in named if (at := milestone(h, each, "ended")) is not None]
    reported = [each.occurred_at for name in named for each in h.about(name, EscortReportFiled)]
    start = min(ended, default=None) or min(reported, default=None) or _end(h, record)
    return days_later(start, h.parameters.accounts_days)


def _end(h: History, record: ForceAccount | Complaint) -> datetime:
    if isinstance(record.data, ComplaintLodged):
        return record.data.lodged_at
    span = times(h, record)
    return span[1] if span is not None else record.occurred_at


def _agreed(h: History, told: ForceAccount) -> bool:
    """Whether all that the authority recorded of one use agrees with an account."""
    return any(
        all(agree_in_content(told, each) and agree_in_time(h, told, each) for each in bodies)
        for bodies in counterparts(h, told)
    )


def _contradicted(h: History, told: ForceAccount) -> Iterator[Ground]:
    found = counterparts(h, told)
    if found and not any(all(agree_in_content(told, each) for each in bodies) for bodies in found):
        records = [record for bodies in found for each in bodies for record in each.records]
        yield because("The accounts of a use differ in means, injury or use on a child.", told, *records)
    for each in (each for bodies in found for each in bodies):
        one_use = any(same_use(h, told, record) for record in each.records)
        if one_use and not have_time_in_common(h, told, each):
            yield because("Accounts of one use have no time in common.", told, *each.records)


def _called_conflicting(h: History) -> Iterator[Ground]:
    by_id = {each: record for record in h.mine for each in (record.id, *record.amended)}
    for link in h.anywhere(AccountsLinked):
        first, second = by_id.get(link.data.first_event), by_id.get(link.data.second_event)
        if first is None or second is None:
            continue
        if latest_link(h, first, second) == "same_fact_conflicting":
            yield because("A monitor compared two records and calls them conflicting.", first, second)


def _undercounted(h: History, operation: str) -> Iterator[Ground]:
    report = latest(h.about(operation, EscortReportFiled))
    told: list[ForceAccount] = [
        *h.about(operation, RestraintApplied),
        *h.about(operation, UseOfForceObserved),
        *(record for record in force_accounts(h) if not record.subjects("operation")),
    ]
    restrained = {case for record in told if has_lasting_means(record) for case in record.subjects("case")}
    if report is not None and report.data.restraint_used_count < len(restrained):
        yield because("The escorts' report counts fewer restrained persons than are known.", report)


RULE = Rule(
    id="force.accounts-agree",
    area="11",
    phase="return",
    title="What the authority recorded of force agrees with what others tell of it",
    source="UNNM Mapping s.11 (accountability); CPT 13th General Report para 44 (every use recorded)",
    source_status="seed_and_practice",
    severity="serious",
    evidence=(
        UseOfForceObserved,
        RestraintApplied,
        RestraintRemoved,
        EscortReportFiled,
        AccountsLinked,
        ComplaintLodged,
        MonitoringPresenceRecorded,
        OperationMilestoneReached,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    parameters=("accounts_days", "accounts_minutes"),
)
