"""Monitors reach places, people, papers and vehicles, and can speak with people alone."""

from collections.abc import Iterable, Iterator

from events.return_operation.monitoring import (
    AccessRefusedToMonitor,
    MonitoringPresenceRecorded,
    ObservationAmended,
    ObservationFiled,
)
from projections.safeguards.judging.history import History
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.judging.rule import Ground, Rule, because
from projections.safeguards.terms.access import answers, still_refused

Refusal = Record[AccessRefusedToMonitor]


def applies(h: History) -> Iterator[Ground]:
    """A monitor was present, was refused access or filed an observation.

    The finding is about the operation named; failing one about the case, failing both about the facility.
    """
    told: list[AnyRecord] = [
        *h.of(MonitoringPresenceRecorded),
        *h.of(AccessRefusedToMonitor),
        *h.of(ObservationFiled),
    ]
    if told:
        yield because("Monitors were at work.", *told)


def breached(h: History) -> Iterator[Ground]:
    """Access stayed refused, private interviews were not possible, or something might not be observed.

    Late notice is no refusal of this kind. The answers of an observation count as last changed.
    """
    for refused in h.of(AccessRefusedToMonitor):
        if _lasting(h, refused):
            yield because("Access was refused and not granted later.", refused)
    for told in h.of(MonitoringPresenceRecorded):
        if told.data.private_interviews_possible == "no":
            yield because("Private interviews were not possible.", told)
    for filed in _not_permitted(h):
        yield because("A monitor was not permitted to observe.", filed)


def satisfied(h: History) -> Iterator[Ground]:
    """Private interviews were possible wherever monitors were present, and nothing was refused to them."""
    present = h.of(MonitoringPresenceRecorded)
    private = all(told.data.private_interviews_possible == "yes" for told in present)
    if present and private and not h.of(AccessRefusedToMonitor) and not _not_permitted(h):
        yield because("Monitors had access and could speak in private.", *present)


def at_risk(h: History) -> Iterator[Ground]:
    """Notice was late, access came only after a refusal, or it is unknown whether interviews were private."""
    for refused in h.of(AccessRefusedToMonitor):
        if not _lasting(h, refused):
            yield because("Notice was late, or access was granted only later.", refused)
    for told in h.of(MonitoringPresenceRecorded):
        if told.data.private_interviews_possible == "unknown":
            yield because("It is unknown whether private interviews were possible.", told)


def _lasting(h: History, refused: Refusal) -> bool:
    return refused.data.kind != "late_notice" and still_refused(h, refused)


def _not_permitted(h: History) -> list[Record[ObservationFiled]]:
    return [
        filed
        for filed in h.of(ObservationFiled)
        if any(each.answer == "not_permitted_to_observe" for each in answers(h, filed))
    ]


def _subjects_of(record: AnyRecord) -> list[str]:
    """The operation named, else the case, else the facility."""
    match record.data:
        case AccessRefusedToMonitor() | ObservationFiled() as told:
            facility = [told.facility] if told.facility is not None else record.subjects("facility")
        case MonitoringPresenceRecorded():
            facility = record.subjects("facility")
        case _:
            return []
    return record.subjects("operation") or record.subjects("case") or facility


def _subjects(records: Iterable[AnyRecord]) -> Iterator[str]:
    for record in records:
        yield from _subjects_of(record)


def _about(record: AnyRecord, subject: str) -> bool:
    return subject in _subjects_of(record)


RULE = Rule(
    id="monitoring.access-not-refused",
    area="11",
    phase="all",
    title="Nobody hinders monitors from seeing, reading, following and speaking in private",
    source="UNNM Mapping s.11; FRA updates (monitors obstructed)",
    source_status="seed",
    severity="serious",
    scope="operation",
    evidence=(AccessRefusedToMonitor, MonitoringPresenceRecorded, ObservationFiled, ObservationAmended),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    matter=("MonitoringPresenceRecorded by phase_covered",),
    subjects=_subjects,
    owns=_about,
)
