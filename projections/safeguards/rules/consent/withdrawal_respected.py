"""Whoever takes back or refuses agreement is not moved as a voluntary returnee."""

from collections.abc import Iterator
from datetime import datetime

from events.pre_return.case import CaseProfileUpdated, ReturnCaseOpened
from events.pre_return.preparation import ReturnConsentRecorded
from events.return_operation.movement import ReturnAborted, ReturnCarriedOut
from events.return_operation.planning import PassengerListChanged
from projections.safeguards.judging.history import History
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.consents_to_return import (
    REFUSED,
    VOLUNTARY_WITH_CONSENT,
    Consent,
    agreements,
    stands_at,
)
from projections.safeguards.terms.departures import broken_off, departed_at, due_at_departure, listed_on
from projections.safeguards.terms.persons import profiles

TAKEN_OFF = frozenset({"withdrawn", "did_not_board", "returned_back"})


def applies(h: History) -> Iterator[Ground]:
    """Before departure the person refused, or circumstances changed, with a voluntary return in view.

    A refusal: agreement withdrawn or withheld. A change: any answer but a renewal says that circumstances
    have changed since. In view: planned at that time or later, or carried out. Voluntary includes leaving
    within the time set, since an answer of the person is on record.
    """
    carried_out = [r for r in h.of(ReturnCarriedOut) if r.data.return_type in VOLUNTARY_WITH_CONSENT]
    for told in _answers(h):
        if carried_out or _planned_from(h, told.data.state_at):
            yield because(
                "The person refused a voluntary return, or circumstances changed.", told, *carried_out
            )


def breached(h: History) -> Iterator[Ground]:
    """The person left while a refusal stood, and left or was to leave by voluntary return.

    A refusal stands until a later agreement, whoever recorded it. A form of return changed after departure,
    or agreement after departure, does not heal it.
    """
    for left in h.of(ReturnCarriedOut):
        at = left.data.departed_at
        planned = _planned_at(h, at)
        types = {left.data.return_type, *([planned] if planned is not None else [])}
        if types.isdisjoint(VOLUNTARY_WITH_CONSENT):
            continue
        for told in _answers(h):
            if _is_refusal(told) and told.data.state_at <= at and _stands(h, told, at):
                yield because("The person was moved after refusing a voluntary return.", told, left)


def satisfied(h: History) -> Iterator[Ground]:
    """Nothing is at risk and each refusal or change was replaced, heeded or followed by another procedure.

    Replaced: by a later agreement, at departure where there is one. Heeded: after it the return was broken
    off or the person taken off the list, and nobody left since. Followed: the return was planned otherwise
    than as voluntary before departure, and was not carried out as voluntary.
    """
    answers = _answers(h)
    if not answers or any(breached(h)) or any(at_risk(h)):
        return
    settled = [_settled(h, told) for told in answers]
    if all(records is not None for records in settled):
        followed = [record for records in settled for record in records or ()]
        yield because("Every refusal and change was respected.", *answers, *followed)


def at_risk(h: History) -> Iterator[Ground]:
    """A change of circumstances stands, or a refusal stands while a voluntary departure is being prepared.

    Prepared: the planned return is voluntary, the person is listed on an operation and has not left.
    """
    left = departed_at(h)
    listed = left is None and bool(listed_on(h))
    prepared = listed and _planned_at(h, None) in VOLUNTARY_WITH_CONSENT
    for told in _answers(h):
        if not _stands(h, told, left):
            continue
        if _is_change(told):
            yield because("Circumstances changed and the person has not agreed anew.", told)
        if _is_refusal(told) and prepared:
            yield because("The person refused and is still listed for a voluntary departure.", told)


def due(h: History) -> Iterator[Due]:
    """At departure; the planned time stands in for it until one is on record."""
    yield from due_at_departure(h)


def _answers(h: History) -> list[Consent]:
    """Refusals and changes at or before departure, at any time while nobody has left."""
    left = departed_at(h)
    return [
        told
        for told in h.of(ReturnConsentRecorded)
        if (_is_refusal(told) or _is_change(told)) and (left is None or told.data.state_at <= left)
    ]


def _is_refusal(told: Consent) -> bool:
    return told.data.state in REFUSED


def _is_change(told: Consent) -> bool:
    return told.data.state != "reaffirmed" and told.data.circumstances_changed_since == "yes"


def _stands(h: History, told: Consent, at: datetime | None) -> bool:
    """Whether no later agreement, told by anybody, replaced an answer; by a moment, if given."""
    agreed = agreements(h.whole)
    return stands_at(told, agreed, at or max([told.data.state_at, *(each.data.state_at for each in agreed)]))


def _settled(h: History, told: Consent) -> list[AnyRecord] | None:
    """The records by which an answer was respected; none when it was not."""
    left = departed_at(h)
    if not _stands(h, told, left):
        return []
    if heeded := _heeded(h, told):
        return heeded
    planned = _planned_at(h, left, strictly=True)
    carried_out = {record.data.return_type for record in h.of(ReturnCarriedOut)}
    forced = planned is not None and planned not in VOLUNTARY_WITH_CONSENT
    return list(profiles(h)) if forced and carried_out.isdisjoint(VOLUNTARY_WITH_CONSENT) else None


def _heeded(h: History, told: Consent) -> list[AnyRecord]:
    """Ends of the return after an answer, with no departure since."""
    ends: list[tuple[datetime, AnyRecord]] = [(each.data.aborted_at, each) for each in broken_off(h)]
    ends += [
        (each.data.changed_at, each) for each in h.of(PassengerListChanged) if each.data.change in TAKEN_OFF
    ]
    departures = [record.data.departed_at for record in h.of(ReturnCarriedOut)]
    return [
        record
        for at, record in ends
        if at > told.data.state_at and not any(departure > at for departure in departures)
    ]


def _planned_at(h: History, at: datetime | None, *, strictly: bool = False) -> str | None:
    """The form of return planned by a moment, or before it when strictly; the latest without a moment."""
    types = [
        getattr(record.data, "return_type", None)
        for record in profiles(h)
        if at is None or record.occurred_at < at or (record.occurred_at == at and not strictly)
    ]
    return next((each for each in reversed(types) if each is not None), None)


def _planned_from(h: History, at: datetime) -> bool:
    """Whether a voluntary return was planned at a moment or at any later time."""
    later = {getattr(each.data, "return_type", None) for each in profiles(h) if each.occurred_at > at}
    return not VOLUNTARY_WITH_CONSENT.isdisjoint({_planned_at(h, at), *later})


RULE = Rule(
    id="consent.withdrawal-respected",
    area="8",
    phase="return",
    title="Whoever reconsiders is not returned on an agreement that no longer holds",
    source="UNNM Mapping s.8",
    source_status="seed",
    severity="critical",
    applies_to="voluntary returnees",
    evidence=(
        ReturnConsentRecorded,
        PassengerListChanged,
        ReturnCarriedOut,
        ReturnAborted,
        ReturnCaseOpened,
        CaseProfileUpdated,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    matter=("ReturnConsentRecorded by case+state", "ReturnCarriedOut by case"),
)
