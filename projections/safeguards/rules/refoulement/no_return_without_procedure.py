"""Nobody is pushed back or removed unless a procedure that led to a decision is on record."""

from collections.abc import Iterator
from datetime import datetime

from events.pre_return.decision import ReturnDecisionIssued, ReturnDecisionStatusChanged
from events.return_operation.movement import ReturnCarriedOut
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import days_later
from projections.safeguards.judging.record import Record
from projections.safeguards.judging.rule import Ground, Rule, because
from projections.safeguards.terms.decisions import ENDED, Issued, decisions, latest_status
from projections.safeguards.terms.departures import first_departure
from projections.safeguards.terms.persons import FORCED


def applies(h: History) -> Iterator[Ground]:
    """The person left by a forced form of return."""
    for departure in h.of(ReturnCarriedOut):
        if departure.data.return_type in FORCED:
            yield because("A forced return was carried out.", departure)


def breached(h: History) -> Iterator[Ground]:
    """It was a push-back, rests on a void or ended decision, or no decision is on record in time.

    Void: the authority had no power to decide. Ended: withdrawn or annulled before departure. A decision of
    the day of departure or before that is recorded after the time for late records supersedes this.
    """
    for departure in h.of(ReturnCarriedOut):
        if departure.data.return_type == "push_back":
            yield because("The person was pushed back.", departure)
    for departure, decision in _named(h):
        if any(record.data.competent_authority == "no" for record in decision):
            yield because("The authority that decided had no power to decide.", departure, *decision)
        if _had_ended(h, departure, decision):
            yield because(
                "The decision had been withdrawn or annulled before departure.", departure, *decision
            )
    left = first_departure(h)
    if left is not None and not _timely(h) and h.passed(_end_of_grace(h, left)):
        yield because("No decision of the day of departure or before is on record.", left)


def satisfied(h: History) -> Iterator[Ground]:
    """The return names a decision on record, of that day or before, that was sound and in being.

    Sound: by an authority not known to lack the power. In being: not withdrawn or annulled before departure.
    """
    for departure, decision in _named(h):
        sound = all(record.data.competent_authority != "no" for record in decision)
        timely = decision[0].data.decision in _timely(h)
        if sound and timely and not _had_ended(h, departure, decision):
            yield because("The return rests on a decision on record.", departure, *decision)


def at_risk(h: History) -> Iterator[Ground]:
    """A decision of that day or before is on record, but no account of the return names it."""
    named = _names(h)
    for decision, records in _timely(h).items():
        if decision not in named:
            yield because("A decision is on record, but no account of the return names it.", *records)


def _end_of_grace(h: History, left: Record[ReturnCarriedOut]) -> datetime:
    return days_later(left.data.departed_at, h.parameters.record_grace_days)


def _timely(h: History) -> dict[str, list[Issued]]:
    """Decisions of the case issued on the local day of departure or before."""
    left = first_departure(h)
    if left is None:
        return {}
    day = left.data.departed_at.date()
    return {
        decision: records
        for decision, records in decisions(h).items()
        if any(record.data.issued_on <= day for record in records)
    }


def _named(h: History) -> Iterator[tuple[Record[ReturnCarriedOut], list[Issued]]]:
    """Departures with each decision, on record, that any account of them names, on whichever side."""
    for departure in h.of(ReturnCarriedOut):
        for decision in sorted(_names(h)):
            if records := decisions(h).get(decision, []):
                yield departure, records


def _names(h: History) -> set[str]:
    told = (departure.data.under_decision for departure in h.whole.of(ReturnCarriedOut))
    return {decision for decision in told if decision is not None}


def _had_ended(h: History, departure: Record[ReturnCarriedOut], decision: list[Issued]) -> bool:
    status = latest_status(h, decision[0].data.decision, before=departure.data.departed_at)
    return status is not None and status.data.status in ENDED


RULE = Rule(
    id="refoulement.no-return-without-procedure",
    area="1",
    also_areas=("2", "11"),
    phase="return",
    title="Nobody is removed or pushed back without a decision procedure on record",
    source="UNNM Mapping s.1 and s.11",
    source_status="seed",
    severity="critical",
    evidence=(ReturnCarriedOut, ReturnDecisionIssued, ReturnDecisionStatusChanged),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    matter=("ReturnCarriedOut by case", "ReturnDecisionIssued by decision"),
    parameters=("record_grace_days",),
)
