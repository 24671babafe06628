"""Whoever agrees to return does so without pressure."""

from collections.abc import Iterator
from datetime import datetime

from events.pre_return.circumstances import ServiceAccessRecorded
from events.pre_return.liberty import LibertyRestrictionEnded, LibertyRestrictionStarted
from events.pre_return.preparation import CoercionIndicatorReported, ReturnConsentRecorded
from events.return_operation.movement import ReturnCarriedOut
from projections.safeguards.judging.history import History
from projections.safeguards.judging.record import Record
from projections.safeguards.judging.rule import Ground, Rule, because
from projections.safeguards.terms.consents_to_return import (
    Consent,
    agreements,
    agreements_before_departure,
    voluntary_departures,
)
from projections.safeguards.terms.departures import departed_at
from projections.safeguards.terms.persons import VOLUNTARY, planned_return_types, profiles
from projections.safeguards.terms.values import plain


def applies(h: History) -> Iterator[Ground]:
    """The person agreed to return, or the return is planned or was carried out as a voluntary one.

    Voluntary: assisted or independent. The plan is the one told last.
    """
    if agreed := agreements(h):
        yield because("The person agreed to return.", *agreed)
    if not VOLUNTARY.isdisjoint(planned_return_types(h)):
        yield because("A voluntary return is planned.", *profiles(h))
    if left := voluntary_departures(h):
        yield because("A voluntary return was carried out.", *left)


def breached(h: History) -> Iterator[Ground]:
    """Pressure affected the decision, or an answer of the person was told not to be free of pressure.

    Signs of pressure count that happened at or before departure, whoever reports them and whenever. Any
    answer of the person counts, whatever it was. Agreeing later does not heal it.
    """
    for sign in _signs(h):
        if sign.data.affected_decision == "yes":
            yield because("Pressure affected the decision.", sign)
    for told in h.of(ReturnConsentRecorded):
        if told.data.free_of_pressure_stated == "no":
            yield because("The answer of the person was not free of pressure.", told)


def satisfied(h: History) -> Iterator[Ground]:
    """The agreement told last, at or before departure, was free of pressure and nothing speaks against it."""
    judged = _judged(h)
    if judged is not None and judged.data.free_of_pressure_stated == "yes" and not any(_against(h)):
        yield because("The agreement was free of pressure.", judged)


def at_risk(h: History) -> Iterator[Ground]:
    """A sign of pressure is undecided or still present, or the person agreed in detention or hardship.

    In detention: the agreement says so, or a detention was open when it was made. Hardship: by then a
    service had been taken from the person as a means of pressure.
    """
    for sign in _signs(h):
        if sign.data.affected_decision == "unknown":
            yield because("Whether pressure affected the decision is unknown.", sign)
        if sign.data.still_present == "yes":
            yield because("The pressure is still there.", sign)
    judged = _judged(h)
    if judged is None:
        return
    at = judged.data.state_at
    if judged.data.in_detention_when_given == "yes":
        yield because("The person agreed in detention.", judged)
    for start in _open_detentions(h, at):
        yield because("The person was detained when agreeing.", judged, start)
    for service in h.of(ServiceAccessRecorded):
        if plain(service.data.state) == "withdrawn_as_pressure" and service.occurred_at <= at:
            yield because(
                "A service had been withdrawn as pressure before the person agreed.", judged, service
            )


def _against(h: History) -> Iterator[Ground]:
    yield from breached(h)
    yield from at_risk(h)


def _judged(h: History) -> Consent | None:
    """The latest agreement by `state_at`, at or before departure."""
    agreed = agreements_before_departure(h)
    return agreed[-1] if agreed else None


def _signs(h: History) -> list[Record[CoercionIndicatorReported]]:
    """Signs of pressure at or before departure; with nobody departed every one counts."""
    left = departed_at(h)
    return [
        sign
        for sign in h.of(CoercionIndicatorReported)
        if left is None or (sign.data.happened_at or sign.occurred_at) <= left
    ]


def _open_detentions(h: History, at: datetime) -> Iterator[Record[LibertyRestrictionStarted]]:
    ended = {end.data.liberty_measure for end in h.of(LibertyRestrictionEnded) if end.data.ended_at <= at}
    for start in h.of(LibertyRestrictionStarted):
        begun = start.data.measure == "detention" and start.data.started_at <= at
        if begun and start.data.liberty_measure not in ended:
            yield start


RULE = Rule(
    id="consent.free-of-coercion",
    area="8",
    phase="pre_return",
    title="Nobody is pressed into agreeing to return",
    source="UNNM Mapping s.8 and s.3",
    source_status="seed",
    severity="critical",
    applies_to="voluntary returnees",
    evidence=(
        ReturnConsentRecorded,
        CoercionIndicatorReported,
        ServiceAccessRecorded,
        LibertyRestrictionStarted,
        LibertyRestrictionEnded,
        ReturnCarriedOut,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    matter=("ReturnConsentRecorded by case+state",),
)
