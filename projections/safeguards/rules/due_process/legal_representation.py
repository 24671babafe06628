"""The person can reach a lawyer, in confidence, before they leave."""

from collections.abc import Iterator

from events.pre_return.decision import ReturnDecisionIssued, ReturnDecisionStatusChanged
from events.pre_return.preparation import InformationProvided
from events.pre_return.remedy import LegalRepresentationRecorded
from events.return_operation.handling import PreDepartureHandlingRecorded
from events.return_operation.movement import ReturnCarriedOut
from events.return_operation.planning import OperationPlanned, PassengerListChanged
from projections.safeguards.judging.history import History
from projections.safeguards.judging.record import Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.decisions import standing_decisions
from projections.safeguards.terms.departures import departed_at, departs_soon, due_at_departure
from projections.safeguards.terms.persons import is_forced, return_types

Represented = Record[LegalRepresentationRecorded]
HINDERED = frozenset({"refused_by_authority", "obstructed"})
REACHED = frozenset({"contact_made", "assigned"})
IDLE = frozenset({"offered", "requested", "ended"})


def applies(h: History) -> Iterator[Ground]:
    """A decision stands and the return is a forced one. What happened after departure does not count."""
    if is_forced(return_types(h)):
        for records in standing_decisions(h).values():
            yield because("A decision stands under which the person is to be returned by force.", *records)


def breached(h: History) -> Iterator[Ground]:
    """A lawyer was refused or obstructed and not reached afterwards, or a call to one was denied."""
    told = _counting(h)
    reached = [each.occurred_at for each in told if each.data.state == "contact_made"]
    for each in told:
        if each.data.state in HINDERED and not any(moment > each.occurred_at for moment in reached):
            yield because("Access to a lawyer was refused or obstructed.", each)
    for handling in h.of(PreDepartureHandlingRecorded):
        if "lawyer" in handling.data.calls_denied_to:
            yield because("A call to a lawyer was denied before departure.", handling)


def satisfied(h: History) -> Iterator[Ground]:
    """A lawyer was reached or assigned, in confidence, and not kept away later; or the person declined.

    Declining, as the last word on it, counts after an offer or after information on legal aid.
    """
    told = _counting(h)
    hindered = [each.occurred_at for each in told if each.data.state in HINDERED]
    for each in told:
        open_to = each.data.state in REACHED and each.data.confidential_contact != "no"
        if open_to and not any(moment > each.occurred_at for moment in hindered):
            yield because("The person had a lawyer.", each)
    if told and told[-1].data.state == "declined_by_person":
        offers = [each for each in told if each.data.state == "offered"]
        informed = [
            each
            for each in h.of(InformationProvided)
            if "legal_aid" in each.data.topics and each.data.given == "yes"
        ]
        for known in (*offers, *informed):
            if known.occurred_at <= told[-1].occurred_at:
                yield because("The person declined, knowing of legal help.", told[-1], known)


def at_risk(h: History) -> Iterator[Ground]:
    """Departure is near or past with help at most offered, requested or ended; or it is not private.

    Near: from some hours before the planned departure on. Not private: every contact or assignment lacks
    confidentiality.
    """
    told = _counting(h)
    near = departs_soon(h) or departed_at(h) is not None
    if told and near and all(each.data.state in IDLE for each in told):
        yield because("Departure is near and no lawyer was reached.", *told)
    reached = [each for each in told if each.data.state in REACHED]
    if reached and all(each.data.confidential_contact == "no" for each in reached):
        yield because("The only contact with a lawyer was not confidential.", *reached)


def due(h: History) -> Iterator[Due]:
    """At departure."""
    yield from due_at_departure(h)


def _counting(h: History) -> list[Represented]:
    left = departed_at(h)
    return [each for each in h.of(LegalRepresentationRecorded) if left is None or each.occurred_at < left]


RULE = Rule(
    id="due-process.legal-representation",
    area="2",
    phase="pre_return",
    title="A lawyer can be reached before the decision is final and before departure",
    source="UNNM Mapping s.2 and s.9 (confidential access)",
    source_status="seed",
    severity="serious",
    evidence=(
        LegalRepresentationRecorded,
        ReturnDecisionIssued,
        ReturnDecisionStatusChanged,
        InformationProvided,
        PreDepartureHandlingRecorded,
        OperationPlanned,
        PassengerListChanged,
        ReturnCarriedOut,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    own_window=True,
    matter=(
        "LegalRepresentationRecorded[contact_made, refused_by_authority, obstructed] by case+date",
        "PreDepartureHandlingRecorded by case+date",
    ),
    parameters=("depart_soon_hours",),
)
