"""A formal procedure, with the child heard, finds return to be in the child's best interests before it."""

from collections.abc import Iterator
from datetime import date

from events.pre_return.assessment import BestInterestsDetermined
from events.pre_return.case import CaseProfileUpdated, ReturnCaseOpened
from events.pre_return.decision import ReturnDecisionIssued, ReturnDecisionStatusChanged
from events.pre_return.preparation import ReturnConsentRecorded
from events.return_operation.movement import ReturnCarriedOut
from events.return_operation.planning import OperationPlanned, PassengerListChanged
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.decisions import issued_on, moment_of, standing_decisions
from projections.safeguards.terms.departures import departed_at, departs_soon
from projections.safeguards.terms.persons import is_child, nationalities

Procedure = Record[BestInterestsDetermined]
AGAINST = frozenset({"return_not_in_best_interests", "stay_in_host_country", "inconclusive"})


def applies(h: History) -> Iterator[Ground]:
    """A child's return was decided, agreed to, listed or carried out.

    The procedure that counts is the last one by the day on which it was determined, up to the local day of
    departure; while there is none, up to the day judged.
    """
    if not is_child(h):
        return
    steps: list[AnyRecord] = [record for records in standing_decisions(h).values() for record in records]
    steps += [each for each in h.of(PassengerListChanged) if each.data.change == "added"]
    steps += [*h.of(ReturnConsentRecorded), *h.of(ReturnCarriedOut)]
    for step in steps:
        yield because("The return of a child is decided, agreed to, listed or carried out.", step)


def breached(h: History) -> Iterator[Ground]:
    """The child was not heard, nothing was documented, or the child left without or against a result.

    Against it: return was not found to be in the child's best interests; or the solution was a third country
    and the child reached a country of their own nationality.
    """
    counting, departures = _counting(h), h.of(ReturnCarriedOut)
    if counting is None:
        if departures:
            yield because("The child left and no procedure was held by that day.", *departures)
        return
    if counting.data.child_heard == "no":
        yield because("The child was not heard.", counting)
    if counting.data.formal_documented == "no":
        yield because("The procedure was not formal and documented.", counting)
    for left in departures:
        home = left.data.country_reached in nationalities(h)
        if counting.data.outcome in AGAINST or (counting.data.outcome == "third_country_solution" and home):
            yield because("The child left against the result of the procedure.", counting, left)


def satisfied(h: History) -> Iterator[Ground]:
    """The procedure was formal, led by child protection, heard the child, and found for return in time.

    It looked at risks that this child runs as a child, and was determined by the day of the first standing
    decision, where there is one.
    """
    counting = _counting(h)
    if counting is None or _is_late(h, counting):
        return
    answers = {
        counting.data.formal_documented,
        counting.data.child_protection_lead,
        counting.data.child_heard,
        counting.data.risk_assessment_child_specific,
    }
    if answers == {"yes"} and counting.data.outcome == "return_in_best_interests":
        yield because("A sound procedure found return to be in the child's best interests.", counting)


def at_risk(h: History) -> Iterator[Ground]:
    """The procedure is doubtful, came after the decision, or did not find for return; or it is missing.

    Missing: departure is planned within the hours that count as near, and no procedure is on record.
    """
    counting = _counting(h)
    if counting is not None:
        if "unknown" in {counting.data.child_heard, counting.data.formal_documented}:
            yield because("Nobody knows whether the child was heard or the procedure formal.", counting)
        shaped = {counting.data.child_protection_lead, counting.data.risk_assessment_child_specific}
        if shaped & {"no", "unknown"}:
            yield because("Child protection did not lead, or the child's own risks were left out.", counting)
        if counting.data.outcome != "return_in_best_interests":
            yield because("The procedure did not find for return.", counting)
        if _is_late(h, counting):
            yield because("The procedure came after the decision.", counting)
    if not h.holds(BestInterestsDetermined) and departed_at(h) is None and departs_soon(h):
        yield because("Departure is near and no procedure is on record.")


def due(h: History) -> Iterator[Due]:
    """At the moment of the first standing decision, in any case at departure."""
    moments = [moment_of(records) for records in standing_decisions(h).values()]
    if moments:
        yield Due(min(moments))
    left = departed_at(h)
    if left is not None:
        yield Due(left, of_departure=True)


@term
def _counting(h: History) -> Procedure | None:
    left = departed_at(h)
    procedures = [
        each
        for each in h.of(BestInterestsDetermined)
        if each.data.determined_on <= (left.date() if left is not None else h.clock.today(each.occurred_at))
    ]
    return max(procedures, key=lambda each: (each.data.determined_on, each.order), default=None)


def _is_late(h: History, procedure: Procedure) -> bool:
    days: list[date] = [issued_on(records) for records in standing_decisions(h).values()]
    return bool(days) and procedure.data.determined_on > min(days)


RULE = Rule(
    id="child.best-interests-before-decision",
    area="2",
    also_areas=("4", "14", "cross-cutting.child"),
    phase="pre_return",
    title="Before a child is returned, a formal procedure finds that to be in the child's best interests",
    source="UNNM Mapping III Child-sensitive, s.2 and s.4",
    source_status="seed",
    severity="critical",
    applies_to="children",
    evidence=(
        BestInterestsDetermined,
        ReturnDecisionIssued,
        ReturnDecisionStatusChanged,
        OperationPlanned,
        PassengerListChanged,
        ReturnCarriedOut,
        ReturnConsentRecorded,
        ReturnCaseOpened,
        CaseProfileUpdated,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    own_window=True,
    matter=("BestInterestsDetermined by assessment",),
    parameters=("depart_soon_hours",),
)
