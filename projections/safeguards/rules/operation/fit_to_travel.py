"""Nobody travels against a finding on fitness, and nobody at risk travels without one."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from events.pre_return.assessment import VulnerabilityScreened
from events.return_operation.force import RestraintApplied, UseOfForceObserved
from events.return_operation.handling import MedicalExaminationRecorded
from events.return_operation.movement import ReturnCarriedOut
from events.return_operation.planning import OperationPlanned, PassengerListChanged
from projections.safeguards.judging.history import History
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.judging.rule import Ground, Rule, because
from projections.safeguards.terms.departures import departure_or_planned, due_at_departure, is_listed
from projections.safeguards.terms.force import began, force_accounts
from projections.safeguards.terms.persons import FORCED
from projections.safeguards.terms.values import listed_in, plain

ORGANISED = FORCED | {"assisted_voluntary", "obliged_departure"}
AT_RISK_IN_FLIGHT = frozenset(
    {
        "pregnant",
        "serious_illness",
        "life_sustaining_treatment",
        "mental_health",
        "suicide_or_self_harm_risk",
    }
)
Examination = Record[MedicalExaminationRecorded]


def applies(h: History) -> Iterator[Ground]:
    """The person is listed on an operation, or left in an organised, obliged or forced form of return."""
    if is_listed(h):
        yield because("The person is listed on an operation.", *h.of(PassengerListChanged))
    for departure in h.of(ReturnCarriedOut):
        if departure.data.return_type in ORGANISED:
            yield because("The person left in an organised, obliged or forced return.", departure)


def breached(h: History) -> Iterator[Ground]:
    """The person left although unfit; or the time came, nobody examined them, and there was reason to.

    Both by the latest examination of fitness at or before departure. Reason: an earlier screening names
    pregnancy, serious illness, life-sustaining treatment, mental health or a risk of suicide or self-harm, or
    force was used on the person before.
    """
    latest = _latest(h)
    if latest is None:
        return
    left = h.of(ReturnCarriedOut)
    if left and plain(latest.data.fitness) == "unfit":
        yield because("The person left although found unfit to travel.", latest, *left)
    examined = latest.data.carried_out and plain(latest.data.fitness) != "not_examined"
    reasons = _reasons(h)
    if not examined and reasons and h.passed(departure_or_planned(h)):
        yield because("The person was not examined although there was reason to.", latest, *reasons)


def satisfied(h: History) -> Iterator[Ground]:
    """The latest examination by departure found the person fit, and is recent and dependable.

    Fit with conditions counts when these were met. Recent: at most `fitness_valid_days` before departure.
    Dependable: the examiner is not told to be dependent, nor the certificate to be unseen.
    """
    latest, moment = _latest(h), departure_or_planned(h)
    if latest is None or moment is None:
        return
    recent = moment - _moment(latest) <= timedelta(days=h.parameters.fitness_valid_days)
    if latest.data.carried_out and _fit(latest) and recent and _dependable(latest):
        yield because("The person was found fit to travel shortly before departure.", latest)


def at_risk(h: History) -> Iterator[Ground]:
    """An examination of fitness is on record that neither permits nor forbids the journey."""
    for examination in _examinations(h):
        yield because("An examination of fitness is on record that does not suffice.", examination)


def _examinations(h: History) -> list[Examination]:
    return [each for each in h.of(MedicalExaminationRecorded) if each.data.purpose == "fitness_to_travel"]


def _moment(examination: Examination) -> datetime:
    return examination.data.examined_at or examination.occurred_at


def _latest(h: History) -> Examination | None:
    """The latest examination of fitness at or before departure, or before the planned time."""
    moment = departure_or_planned(h)
    timely = [each for each in _examinations(h) if moment is not None and _moment(each) <= moment]
    return max(timely, key=lambda each: (_moment(each), each.order), default=None)


def _fit(examination: Examination) -> bool:
    fitness = plain(examination.data.fitness)
    met = plain(examination.data.conditions_met) == "yes"
    return fitness == "fit" or (fitness == "fit_with_conditions" and met)


def _dependable(examination: Examination) -> bool:
    told = examination.data
    return told.examiner_independent != "no" and told.certificate_seen_by_asserter != "no"


def _reasons(h: History) -> list[AnyRecord]:
    moment = departure_or_planned(h)
    if moment is None:
        return []
    screened: list[AnyRecord] = [
        each
        for each in h.of(VulnerabilityScreened)
        if each.occurred_at < moment and not AT_RISK_IN_FLIGHT.isdisjoint(listed_in(each.data.categories))
    ]
    return screened + [each for each in force_accounts(h) if began(each) < moment]


RULE = Rule(
    id="operation.fit-to-travel",
    area="11",
    phase="pre_departure",
    title="Nobody travels who is unfit, or unexamined where there was reason to examine",
    source="CPT and FRA practice (fit-to-fly certificates); IOM Handbook 2.2.1 (health assessment before "
    "departure)",
    source_status="practice_read",
    severity="critical",
    evidence=(
        MedicalExaminationRecorded,
        OperationPlanned,
        PassengerListChanged,
        ReturnCarriedOut,
        VulnerabilityScreened,
        RestraintApplied,
        UseOfForceObserved,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due_at_departure,
    matter=("MedicalExaminationRecorded by purpose",),
    parameters=("fitness_valid_days", "depart_soon_hours"),
)
