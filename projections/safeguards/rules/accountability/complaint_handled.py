"""Complaints are receipted, examined independently and answered, and nobody suffers for having complained."""

from collections.abc import Iterator
from datetime import datetime

from events.pre_return.circumstances import JusticeClaimRecorded
from events.return_operation.accountability import ComplaintLodged, ComplaintStatusChanged
from events.return_operation.movement import ReturnCarriedOut
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import days_later
from projections.safeguards.judging.record import Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because

RECEIPT = frozenset({"receipt_given", "acknowledged", "under_examination", "decided"})
ENDED = frozenset({"decided", "withdrawn"})
EXAMINED = frozenset({"under_examination", "decided", "closed"})
BEFORE_DEPARTURE = frozenset({"force_or_restraint", "child_treatment", "retaliation"})
PURSUED = frozenset({"power_of_attorney_given", "remote_pursuit_arranged"})
Status = Record[ComplaintStatusChanged]


def applies(h: History) -> Iterator[Ground]:
    """A complaint was lodged."""
    for lodged in h.of(ComplaintLodged):
        yield because("A complaint was lodged.", lodged)


def breached(h: History) -> Iterator[Ground]:
    """No receipt or no decision in time, no independence, retaliation, or departure before examination.

    No receipt within `complaint_ack_days` after lodging, unless withdrawn within them; no decision or
    withdrawal within `complaint_days`; later acts heal neither. Departure: on force, the treatment of a child
    or retaliation, the person left after lodging, before it was examined or decided, and without a power of
    attorney or another way of pursuing it from afar.
    """
    lodged = h.of(ComplaintLodged)
    if h.passed(_receipt_limit(h)) and not _by(h, RECEIPT | {"withdrawn"}, _receipt_limit(h)):
        late = _first(h, RECEIPT)
        yield because("No receipt was given within the time for it.", *lodged, done_late=late)
    if h.passed(_decision_limit(h)) and not _by(h, ENDED, _decision_limit(h)):
        late = _first(h, ENDED)
        yield because("No decision was taken within the time for it.", *lodged, done_late=late)
    for status in h.of(ComplaintStatusChanged):
        if status.data.state in EXAMINED and status.data.independent_of_body_complained_of == "no":
            yield because("The body complained of examined the complaint.", status)
        if status.data.retaliation_reported == "yes":
            yield because("Retaliation was reported.", status)
    yield from _sent_away(h)


def satisfied(h: History) -> Iterator[Ground]:
    """Receipted in time, and decided in time by an independent body or withdrawn, the complainant told."""
    received = _by(h, RECEIPT, _receipt_limit(h))
    for status in _by(h, ENDED, _decision_limit(h)):
        independent = status.data.independent_of_body_complained_of == "yes"
        sound = status.data.state == "withdrawn" or independent
        if received and sound and status.data.complainant_informed == "yes":
            yield because("The complaint was receipted and answered in time.", *received, status)


def at_risk(h: History) -> Iterator[Ground]:
    """The complainant fears retaliation, or the answer in time lacks independence or was not told."""
    for lodged in h.of(ComplaintLodged):
        if lodged.data.fear_of_retaliation == "yes":
            yield because("The complainant fears retaliation.", lodged)
    for status in _by(h, ENDED, _decision_limit(h)):
        yield because("The complaint was ended in time, but not in every respect as it should be.", status)


def due(h: History) -> Iterator[Due]:
    """Due first the receipt, `complaint_ack_days` after lodging, then the answer, `complaint_days` after."""
    receipt, decision = _receipt_limit(h), _decision_limit(h)
    if receipt is not None and _first(h, RECEIPT | {"withdrawn"}) is None:
        yield Due(receipt)
    elif decision is not None and not _by(h, ENDED, decision):
        yield Due(decision)


def _lodged_at(h: History) -> datetime | None:
    return min((record.data.lodged_at for record in h.of(ComplaintLodged)), default=None)


def _receipt_limit(h: History) -> datetime | None:
    lodged_at = _lodged_at(h)
    return days_later(lodged_at, h.parameters.complaint_ack_days) if lodged_at is not None else None


def _decision_limit(h: History) -> datetime | None:
    lodged_at = _lodged_at(h)
    return days_later(lodged_at, h.parameters.complaint_days) if lodged_at is not None else None


def _by(h: History, states: frozenset[str], limit: datetime | None) -> list[Status]:
    """Changes to one of the states by a limit."""
    changes = [each for each in h.of(ComplaintStatusChanged) if each.data.state in states]
    return [each for each in changes if limit is not None and each.data.state_at <= limit]


def _first(h: History, states: frozenset[str]) -> datetime | None:
    changes = (each for each in h.of(ComplaintStatusChanged) if each.data.state in states)
    return min((each.data.state_at for each in changes), default=None)


def _sent_away(h: History) -> Iterator[Ground]:
    """The person left before the complaint was examined, with nobody to pursue it."""
    for lodged in h.of(ComplaintLodged):
        for left in _departures_after(h, lodged):
            unexamined = not _examined_before(h, left.data.departed_at)
            if lodged.data.subject in BEFORE_DEPARTURE and unexamined and not _pursued(h, lodged, left):
                yield because("The person left before the complaint was examined.", lodged, left)


def _departures_after(h: History, lodged: Record[ComplaintLodged]) -> Iterator[Record[ReturnCarriedOut]]:
    """Every account of a departure of the complainant that came after the complaint."""
    for case in lodged.subjects("case"):
        for left in h.about(case, ReturnCarriedOut):
            if left.data.departed_at > lodged.data.lodged_at:
                yield left


def _examined_before(h: History, moment: datetime) -> bool:
    first = _first(h, frozenset({"under_examination", "decided"}))
    return first is not None and first < moment


def _pursued(h: History, lodged: Record[ComplaintLodged], left: Record[ReturnCarriedOut]) -> bool:
    """Whether a claim of the complainant had somebody to pursue it at or before the departure."""
    return any(
        claim.data.state in PURSUED and claim.occurred_at <= left.data.departed_at
        for case in lodged.subjects("case")
        for claim in h.about(case, JusticeClaimRecorded)
    )


RULE = Rule(
    id="accountability.complaint-handled",
    area="11",
    phase="all",
    title="Complaints are receipted, examined independently and answered, and nobody suffers for them",
    source="UNNM Mapping s.7 and s.11; CoE Twenty Guidelines no. 20 (to be confirmed)",
    source_status="seed",
    severity="serious",
    scope="complaint",
    evidence=(ComplaintLodged, ComplaintStatusChanged, ReturnCarriedOut, JusticeClaimRecorded),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    silence_after_due="breached",
    matter=("ComplaintLodged by complaint", "ComplaintStatusChanged by state"),
    parameters=("complaint_ack_days", "complaint_days"),
)
