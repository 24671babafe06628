"""Agreement to return: what was agreed, refused or renewed, and whether the return counts as voluntary."""

from datetime import datetime

from events.pre_return.preparation import ReturnConsentRecorded
from events.return_operation.movement import ReturnCarriedOut
from projections.safeguards.judging.history import History
from projections.safeguards.judging.record import Record
from projections.safeguards.terms.departures import departure_or_planned
from projections.safeguards.terms.persons import VOLUNTARY

AGREED = frozenset({"given", "reaffirmed"})
REFUSED = frozenset({"withdrawn", "withheld"})
VOLUNTARY_WITH_CONSENT = VOLUNTARY | {"obliged_departure"}
"""Leaving within the time set counts as voluntary where an answer of the person to return is on record."""

Consent = Record[ReturnConsentRecorded]


def by_state_at(record: Consent) -> tuple[object, ...]:
    """Sorts by the time from which the person's answer holds."""
    return (record.data.state_at, *record.order)


def agreements(h: History) -> list[Consent]:
    """Every record that the person agreed to return or renewed that, by `state_at`."""
    return sorted(
        (told for told in h.of(ReturnConsentRecorded) if told.data.state in AGREED), key=by_state_at
    )


def agreements_before_departure(h: History) -> list[Consent]:
    """Agreements at or before departure; the planned time stands in for it while none is on record."""
    left = departure_or_planned(h)
    return [told for told in agreements(h) if left is None or told.data.state_at <= left]


def voluntary_departures(h: History) -> list[Record[ReturnCarriedOut]]:
    """Departures told to be assisted or independent voluntary return."""
    return [record for record in h.of(ReturnCarriedOut) if record.data.return_type in VOLUNTARY]


def stands_at(refusal: Consent, agreed: list[Consent], moment: datetime) -> bool:
    """Whether no agreement between an answer and a moment replaced it."""
    return not any(refusal.data.state_at < each.data.state_at <= moment for each in agreed)
