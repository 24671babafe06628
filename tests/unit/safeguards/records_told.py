"""Records for the tests of judging: only what matters is said, the rest is any."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from events.base import Event
from events.envelope import CATALOGUE_VERSION, Envelope
from events.pre_return.assessment import GuardianAppointed, IndividualAssessmentCompleted
from events.pre_return.remedy import LegalRepresentationRecorded
from events.return_operation.force import RestraintApplied, UseOfForceObserved
from events.return_operation.monitoring import AccountsLinked
from projections.safeguards.judging.docket import Asked
from projections.safeguards.judging.evaluate import evaluate_one
from projections.safeguards.judging.finding import Finding
from projections.safeguards.judging.history import History
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because, never

MONDAY = datetime(2024, 1, 8, 9, tzinfo=UTC)
DAY = timedelta(days=1)
CASE = f"C-{UUID(int=1)}"
OPERATION = f"O-{UUID(int=2)}"
POLICE, OFFICE, MONITOR = (f"ORG-{UUID(int=number)}" for number in (3, 4, 5))
_numbers = count(100)


def told(data: Event, *subjects: str, **envelope: Any) -> AnyRecord:
    """A record of an authority, of Monday morning and known at once, unless the envelope says otherwise."""
    at = envelope.get("occurred_at", MONDAY)
    stated = {
        "event_id": f"EVT-{UUID(int=next(_numbers))}",
        "subject_ids": subjects or (CASE,),
        "occurred_at": MONDAY,
        "recorded_at": at,
        "occurred_precision": "exact",
        "phase": "pre_return",
        "country": "AT",
        "asserted_by_role": "authority",
        "asserted_by_body": OFFICE,
        "source_kinds": ("document",),
        "service": "pre_return",
        "schema_version": CATALOGUE_VERSION,
        "recorded_by": f"USR-{UUID(int=6)}",
        **envelope,
    }
    return Record(Envelope(**stated), data)


def amended(record: AnyRecord, kind: str, data: Event | None = None, **envelope: Any) -> AnyRecord:
    """An amendment by the author of a record, an hour after it became known."""
    before = record.envelope
    same = {
        "occurred_at": before.occurred_at,
        "recorded_at": before.recorded_at + timedelta(hours=1),
        "asserted_by_role": before.asserted_by_role,
        "asserted_by_body": before.asserted_by_body,
        "amends": before.event_id,
        "amendment_kind": kind,
    }
    return told(data or record.data, *before.subject_ids, **{**same, **envelope})


def assessment(individual: str = "yes", *, number: int = 1, **fields: Any) -> IndividualAssessmentCompleted:
    """An assessment, known by its number."""
    stated = {
        "assessment": f"A-{UUID(int=number)}",
        "individual": individual,
        "risks_considered": (),
        "outcome": "no_bar_found",
        "country_assessed": "GE",
        "onward_removal_considered": "unknown",
        "interview_held": "unknown",
        **fields,
    }
    return IndividualAssessmentCompleted(**stated)


def guardian(state: str = "appointed", independent: str = "yes", **fields: Any) -> GuardianAppointed:
    """A guardian, in or out of office from Monday on."""
    stated = {"effective_on": date(2024, 1, 8), "state": state, "independent": independent, **fields}
    return GuardianAppointed(**stated)


def lawyer(state: str, **fields: Any) -> LegalRepresentationRecorded:
    """A step towards a lawyer."""
    return LegalRepresentationRecorded(**{"state": state, **fields})


def restraint(use: int, **fields: Any) -> RestraintApplied:
    """A restraint of Monday morning, ten minutes long."""
    stated = {
        "force_use": f"U-{UUID(int=use)}",
        "means": ("handcuffs_front",),
        "started_at": MONDAY,
        "ended_at": MONDAY + timedelta(minutes=10),
        "phase_of_use": "pre_departure",
        "applied_by": "escort",
        "justification": "active_resistance",
        "individual_risk_assessment": "yes",
        "warning_given": "yes",
        "on_child": "no",
        "injury": "none",
        **fields,
    }
    return RestraintApplied(**stated)


def seen(minutes: float = 0, **fields: Any) -> UseOfForceObserved:
    """Force seen for a minute, from some minutes after Monday morning on."""
    begin = MONDAY + timedelta(minutes=minutes)
    stated = {
        "means": ("handcuffs_front",),
        "seen_from": begin,
        "seen_until": begin + timedelta(minutes=1),
        "phase_of_use": "pre_departure",
        "used_by": "escort",
        "justification_perceived": "unknown",
        "proportionality": "cannot_assess",
        "on_child": "no",
        "injury": "none",
        "breathing_hindered": "no",
        **fields,
    }
    return UseOfForceObserved(**stated)


def linked(first: AnyRecord, second: AnyRecord, link: str) -> AccountsLinked:
    """What a monitor says of two records."""
    return AccountsLinked(first_event=first.id, second_event=second.id, link=link)  # type: ignore[arg-type] # a code


def everything(h: History) -> Iterator[Ground]:
    """Applies whenever anything is on record."""
    for each in h.records:
        yield because("Something is on record.", each)


def rule(**said: Any) -> Rule:
    """A rule of which only what matters is said."""
    stated: dict[str, Any] = {
        "id": "test.rule",
        "area": "1",
        "title": "A rule",
        "source": "a test",
        "source_status": "seed",
        "severity": "minor",
        "phase": "all",
        "evidence": (),
        "applies": everything,
        "breached": never,
        "satisfied": never,
        "at_risk": never,
        **said,
    }
    return Rule(**stated)


def due_at(moment: datetime, **said: Any) -> Any:
    """A due time that no record fulfils."""
    return lambda _h: [Due(moment, **said)]


def judged(
    rule: Rule, *records: AnyRecord, as_of: datetime = MONDAY + 30 * DAY, known_at: datetime | None = None
) -> Finding | None:
    """The finding about the case, a month later unless said otherwise."""
    return evaluate_one(rule, CASE, Asked(records, as_of, known_at or as_of))
