"""Risks because of gender are assessed; staff, searches and interpreters are chosen with regard."""

from collections.abc import Iterable, Iterator, Sequence

from events.base import Event
from events.pre_return.assessment import IndividualAssessmentCompleted, VulnerabilityScreened
from events.pre_return.case import ReturnCaseOpened
from events.pre_return.decision import ReturnDecisionIssued
from events.pre_return.remedy import InterpretationRecorded
from events.return_operation.force import RestraintApplied, UseOfForceObserved
from events.return_operation.handling import PreDepartureHandlingRecorded
from events.return_operation.movement import ReturnCarriedOut
from events.return_operation.planning import OperationTeamRecorded, PassengerListChanged
from projections.safeguards.judging.history import History
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.judging.rule import Ground, Rule, because
from projections.safeguards.terms.departures import departed_at, first_departure, list_changes, listed_on
from projections.safeguards.terms.values import latest, plain
from projections.safeguards.terms.vulnerability import screened_for

AT_RISK = frozenset(
    {
        "gbv_survivor",
        "intimate_partner_violence",
        "pregnant",
        "nursing",
        "trafficking_victim",
        "sexual_orientation_gender_identity",
    }
)
BODY_SEARCHES = frozenset({"pat_down", "strip", "body_cavity"})
NO_OR_UNKNOWN = frozenset({"no", "unknown"})

UNKNOWN = frozenset({"unknown"})

DOUBTS: tuple[tuple[type[Event], str, frozenset[str], str], ...] = (
    (
        IndividualAssessmentCompleted,
        "gender_based_risk_considered",
        NO_OR_UNKNOWN,
        "Risks because of gender were not considered, or it is unknown.",
    ),
    (
        PreDepartureHandlingRecorded,
        "search_by_same_sex",
        UNKNOWN,
        "It is unknown whether somebody of the same sex searched.",
    ),
    (
        InterpretationRecorded,
        "sex_of_interpreter_choice_offered",
        NO_OR_UNKNOWN,
        "No choice of the interpreter's sex was offered, or it is unknown.",
    ),
    (
        OperationTeamRecorded,
        "female_staff_present",
        NO_OR_UNKNOWN,
        "No woman is in the team, or it is unknown.",
    ),
    (
        RestraintApplied,
        "on_pregnant",
        UNKNOWN,
        "It is unknown whether force was used on a pregnant person.",
    ),
    (
        UseOfForceObserved,
        "on_pregnant",
        UNKNOWN,
        "It is unknown whether force was seen used on a pregnant person.",
    ),
)
"""Event, field, answers that raise a doubt, and the doubt in words."""

Team = Record[OperationTeamRecorded]
Force = Record[RestraintApplied] | Record[UseOfForceObserved]


def gathered(records: Sequence[AnyRecord], subject: str) -> Iterable[AnyRecord]:
    """The records that name the case, and those of the teams of its operations."""
    own = [record for record in records if subject in record.about]
    operations = {operation for record in own for operation in record.ids("operation")}
    teams = (record for record in records if isinstance(record.data, OperationTeamRecorded))
    return [*own, *(team for team in teams if not operations.isdisjoint(team.ids("operation")))]


def applies(h: History) -> Iterator[Ground]:
    """A woman, a girl or a person found at risk is under a decision, listed for an operation, or has left."""
    persons: list[AnyRecord] = [each for each in h.of(ReturnCaseOpened) if each.data.sex == "female"]
    persons += screened_for(h, AT_RISK)
    returns: list[AnyRecord] = [*h.of(ReturnDecisionIssued), *h.of(ReturnCarriedOut)]
    returns += [list_changes(h)[operation] for operation in listed_on(h)]
    if persons and returns:
        yield because("A woman, a girl or a person at risk is to be returned.", *persons, *returns)


def breached(h: History) -> Iterator[Ground]:
    """Risks were left out or no woman was in the team, and the person left; or the body was not respected.

    Left out: the last assessment at or before departure did not consider risks because of gender. The body: a
    body search by somebody of another sex, or force on a pregnant person; also force, of which it is not said
    that she was not pregnant, after a screening that found her to be.
    """
    left = departed_at(h)
    if left is not None:
        assessments = (each for each in h.of(IndividualAssessmentCompleted) if each.occurred_at <= left)
        last = latest(assessments)
        if last is not None and last.data.gender_based_risk_considered == "no":
            yield because("The person left and risks because of gender were not considered.", last)
    for team in _teams(h, _operations_left_with(h)):
        if team.data.female_staff_present == "no":
            yield because("The person left and no woman was in the team.", team)
    for handled in _body_searches(h):
        if handled.data.search_by_same_sex == "no":
            yield because("The body was searched by somebody of another sex.", handled)
    screenings = screened_for(h, {"pregnant"})
    for used in _force(h):
        on_pregnant = plain(used.data.on_pregnant)
        known = [each for each in screenings if each.occurred_at < used.occurred_at]
        if on_pregnant == "yes" or (known and on_pregnant != "no"):
            yield because("Force was used on a pregnant person.", used, *known)


def satisfied(h: History) -> Iterator[Ground]:
    """Risks because of gender were considered, search and interpreters raise no concern, women are staff.

    The last assessment counts, and the last record of the team of each operation that the case is listed for.
    No concern: no body search and no interpretation of which it is said that same sex, or a choice of it, was
    not given or is unknown.
    """
    last = latest(h.of(IndividualAssessmentCompleted))
    searched = any(each.data.search_by_same_sex in NO_OR_UNKNOWN for each in _body_searches(h))
    unasked = any(
        each.data.sex_of_interpreter_choice_offered in NO_OR_UNKNOWN for each in h.of(InterpretationRecorded)
    )
    teams = _teams(h, listed_on(h))
    staffed = len(teams) == len(listed_on(h)) and all(t.data.female_staff_present == "yes" for t in teams)
    if last is None or last.data.gender_based_risk_considered != "yes":
        return
    if staffed and not searched and not unasked:
        yield because("Gender was regarded in assessment, search, interpretation and team.", last, *teams)


def at_risk(h: History) -> Iterator[Ground]:
    """Whether gender was regarded is recorded as unknown, or risks, choice or team are denied.

    Unknown counts for risks considered, sex of searchers, choice of interpreter, women in the team and force
    on a pregnant person; denied for the first, third and fourth of these.
    """
    for kind, field, values, text in DOUBTS:
        for record in h.of(kind):
            if plain(getattr(record.data, field)) in values:
                yield because(text, record)


def _operations_left_with(h: History) -> list[str]:
    """The operations named by the departure; where it names none, those that the case is listed for."""
    left = first_departure(h)
    if left is None:
        return []
    named = [operation for each in h.of(ReturnCarriedOut) for operation in each.ids("operation")]
    return named or listed_on(h)


def _teams(h: History, operations: Iterable[str]) -> list[Team]:
    """The last record of the team of each operation that has one."""
    named = dict.fromkeys(operations)
    last = (latest(t for t in h.of(OperationTeamRecorded) if t.data.operation == each) for each in named)
    return [team for team in last if team is not None]


def _body_searches(h: History) -> list[Record[PreDepartureHandlingRecorded]]:
    return [each for each in h.of(PreDepartureHandlingRecorded) if each.data.search in BODY_SEARCHES]


def _force(h: History) -> list[Force]:
    return [*h.of(RestraintApplied), *h.of(UseOfForceObserved)]


RULE = Rule(
    id="gender.responsive-handling",
    area="cross-cutting.gender",
    phase="all",
    title="Risks because of gender are assessed, and staff, search and interpreter chosen with regard to it",
    source="UNNM Mapping III Gender-responsive; IOM Handbook 2.5.5 and 2.5.7",
    source_status="seed",
    severity="serious",
    applies_to="women, girls and persons at gender-based risk",
    evidence=(
        IndividualAssessmentCompleted,
        VulnerabilityScreened,
        ReturnCaseOpened,
        ReturnDecisionIssued,
        PassengerListChanged,
        PreDepartureHandlingRecorded,
        OperationTeamRecorded,
        InterpretationRecorded,
        RestraintApplied,
        UseOfForceObserved,
        ReturnCarriedOut,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    gathers=gathered,
    matter=(
        "IndividualAssessmentCompleted by assessment",
        "PreDepartureHandlingRecorded by case",
        "OperationTeamRecorded by operation",
        "InterpretationRecorded by occasion",
        "RestraintApplied|UseOfForceObserved by force_use",
    ),
)
