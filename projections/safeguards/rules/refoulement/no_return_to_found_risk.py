"""Nobody is returned to a country for which a real risk was found, while that finding lasts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from events.post_return.closure import CaseClosed
from events.pre_return.assessment import IndividualAssessmentCompleted
from events.pre_return.decision import ReturnDecisionIssued, ReturnDecisionStatusChanged
from events.pre_return.remedy import LegalRemedyDecided, LegalRemedyLodged
from events.return_operation.movement import HandoverCompleted, ReturnCarriedOut
from events.return_operation.planning import OperationPlanned, PassengerListChanged
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.judging.rule import Ground, Rule, because
from projections.safeguards.terms.decisions import ENDED, Issued, decisions, is_in_force, latest_status
from projections.safeguards.terms.departures import listed_on
from projections.safeguards.terms.persons import told_last
from projections.safeguards.terms.remedies import PROTECTION, protection_claims
from projections.safeguards.terms.values import latest

STOPPING = PROTECTION | {"stay_of_removal", "interim_measure_international"}
"""Remedies by whose success a court or authority finds a risk."""


@dataclass(frozen=True)
class Risk:
    """A finding of a real risk: since when, for which country, and what told of it."""

    moment: datetime
    country: str | None
    record: AnyRecord
    remedy: str | None
    """The remedy that succeeded, where that is the finding."""


def applies(h: History) -> Iterator[Ground]:
    """A real risk was found in an assessment of any side, or a remedy against the risk succeeded.

    A remedy succeeded when it was allowed, if only in part: a protection claim, a stay of removal or an
    international interim measure. It is about the country of the decision that it was lodged against, else
    of the case. A finding ends by a later assessment of an authority or court that finds no bar for that
    country, or by the final failure, later, of the same remedy or of a protection claim lodged afterwards.
    """
    for risk in _risks(h):
        yield because("A real risk was found for a country.", risk.record)


def breached(h: History) -> Iterator[Ground]:
    """After a risk was found the person reached or was handed over in that country.

    The finding had not ended when the person left or was handed over.
    """
    for risk in _risks(h):
        for moment, there in _returns(h, risk.country):
            if moment > risk.moment and not _has_ended(h, risk, moment):
                yield because("The person was returned to a found risk.", risk.record, there)


def satisfied(h: History) -> Iterator[Ground]:
    """No return to the country of a found risk took place, and each finding was heeded.

    Heeded: it has ended; or there is a decision to that country and each was withdrawn or annulled; or the
    case was closed because the person may stay.
    """
    risks = _risks(h)
    returned = any(
        not _has_ended(h, risk, moment) for risk in risks for moment, _ in _returns(h, risk.country)
    )
    heeded = [_heeded(h, risk) for risk in risks]
    if risks and not returned and all(heeded):
        records = [record for each in heeded for record in each]
        yield because("Every finding of a risk was heeded or has ended.", *records)


def at_risk(h: History) -> Iterator[Ground]:
    """A finding lasts while a decision to that country is in force or the person is listed to go there."""
    for risk in _risks(h):
        if _has_ended(h, risk, None):
            continue
        for decision, records in _decisions_to(h, risk.country).items():
            if is_in_force(h, decision):
                yield because("A decision to the country of a found risk is in force.", risk.record, *records)
        for operation in listed_on(h):
            plan = latest(h.about(operation, OperationPlanned))
            if plan is not None and risk.country in plan.data.countries_of_return:
                yield because("An operation to the country of a found risk lists them.", risk.record, plan)


@term
def _risks(h: History) -> list[Risk]:
    found = [
        Risk(each.occurred_at, each.data.country_assessed, each, None)
        for each in h.of(IndividualAssessmentCompleted)
        if each.data.outcome == "real_risk_found"
    ]
    lodged = [each for each in h.of(LegalRemedyLodged) if each.data.kind in STOPPING]
    against = {each.data.remedy: each.data.against_decision for each in lodged}
    found += [
        Risk(each.data.decided_at, _country_of(h, against[each.data.remedy]), each, each.data.remedy)
        for each in h.of(LegalRemedyDecided)
        if each.data.remedy in against and each.data.outcome in {"allowed", "partly_allowed"}
    ]
    return found


def _country_of(h: History, decision: str | None) -> str | None:
    """The country of return of a decision on record, else of the case as last told."""
    records = decisions(h).get(decision or "", [])
    country = records[-1].data.country_of_return if records else told_last(h, "country_of_return")
    return country if isinstance(country, str) else None


def _returns(h: History, country: str | None) -> Iterator[tuple[datetime, AnyRecord]]:
    """When the person left for a country or was handed over in it."""
    for left in h.of(ReturnCarriedOut):
        if left.data.country_reached == country:
            yield left.data.departed_at, left
    for handed in h.of(HandoverCompleted):
        if handed.envelope.country == country:
            yield handed.data.handed_over_at, handed


def _ends(h: History, risk: Risk) -> Iterator[tuple[datetime, AnyRecord]]:
    """Each act that ended a finding, with its moment."""
    for each in h.of(IndividualAssessmentCompleted):
        clears = each.data.outcome == "no_bar_found" and each.role in {"authority", "court"}
        if clears and each.data.country_assessed == risk.country:
            yield each.occurred_at, each
    ending = {claim.data.remedy for claim in protection_claims(h) if claim.data.lodged_at > risk.moment}
    for ruling in h.of(LegalRemedyDecided):
        failed = ruling.data.final == "yes" and ruling.data.outcome in {"dismissed", "inadmissible"}
        if failed and (ruling.data.remedy in ending or ruling.data.remedy == risk.remedy):
            yield ruling.data.decided_at, ruling


def _ended_by(h: History, risk: Risk, at: datetime | None) -> list[AnyRecord]:
    """The acts that had ended a finding by a moment or, with none, by the moment judged."""
    return [
        record
        for moment, record in _ends(h, risk)
        if moment > risk.moment and (moment <= at if at is not None else h.clock.reached(moment))
    ]


def _has_ended(h: History, risk: Risk, at: datetime | None) -> bool:
    return bool(_ended_by(h, risk, at))


def _decisions_to(h: History, country: str | None) -> dict[str, list[Issued]]:
    return {
        decision: records
        for decision, records in decisions(h).items()
        if any(record.data.country_of_return == country for record in records)
    }


def _heeded(h: History, risk: Risk) -> list[AnyRecord]:
    """The records by which a finding was heeded; empty when it was not."""
    closed = [each for each in h.of(CaseClosed) if each.data.reason == "stay_granted"]
    statuses = [latest_status(h, decision) for decision in _decisions_to(h, risk.country)]
    ended = [status for status in statuses if status is not None and status.data.status in ENDED]
    dropped = ended if statuses and len(ended) == len(statuses) else []
    return [*_ended_by(h, risk, None), *closed, *dropped]


RULE = Rule(
    id="refoulement.no-return-to-found-risk",
    area="1",
    phase="return",
    title="Nobody is returned to where a real risk was found",
    source="UNNM Mapping s.1",
    source_status="seed",
    severity="critical",
    evidence=(
        IndividualAssessmentCompleted,
        LegalRemedyLodged,
        LegalRemedyDecided,
        ReturnDecisionIssued,
        ReturnDecisionStatusChanged,
        ReturnCarriedOut,
        HandoverCompleted,
        OperationPlanned,
        PassengerListChanged,
        CaseClosed,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    matter=(
        "IndividualAssessmentCompleted by assessment",
        "LegalRemedyDecided by remedy+date",
        "ReturnCarriedOut by case",
        "HandoverCompleted by case",
    ),
)
