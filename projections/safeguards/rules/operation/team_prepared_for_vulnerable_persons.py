"""The team of an operation knows who is vulnerable and has the staff that children and women need."""

from collections.abc import Iterator
from datetime import datetime

from events.pre_return.assessment import VulnerabilityScreened
from events.pre_return.case import CaseProfileUpdated, ReturnCaseOpened
from events.return_operation.movement import OperationMilestoneReached
from events.return_operation.planning import OperationPlanned, OperationTeamRecorded, PassengerListChanged
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.record import Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.departures import listed_cases, milestone
from projections.safeguards.terms.persons import is_child, languages, primary, told_last
from projections.safeguards.terms.values import latest, listed_in

SCREENED = frozenset({"confirmed", "possible_follow_up_needed"})
Team = Record[OperationTeamRecorded]


def applies(h: History) -> Iterator[Ground]:
    """The operation lists a vulnerable person: a child, or one screened as such before boarding.

    Screened: confirmed or to be followed up, with at least one category of vulnerability.
    """
    for case in _vulnerable(h):
        listed = listed_cases(h, h.subject)[case.subject]
        yield because("The operation lists a vulnerable person.", listed)


def breached(h: History) -> Iterator[Ground]:
    """Boarding has passed, and the team was not told of somebody or lacked staff for children or women.

    By the latest record of the team: a vulnerable person is left out, a child is listed and child protection
    staff or plain clothes are told to be missing, or a woman or girl is listed and so are female staff.
    """
    team = latest(h.of(OperationTeamRecorded))
    if team is None or not h.passed(_boarding(h)):
        return
    if _left_out(h, team):
        yield because("The team was not told of every vulnerable person.", team)
    if "no" in _needed_staff(h, team):
        yield because("Staff that children or women need was missing.", team)


def satisfied(h: History) -> Iterator[Ground]:
    """The team was told of every vulnerable person, has the staff and languages, and was briefed in time.

    Languages: for every vulnerable person of whom a language is on record, an interpreter for one of these.
    In time: at or before boarding began.
    """
    team = latest(h.of(OperationTeamRecorded))
    if team is None or _left_out(h, team):
        return
    staffed = all(answer == "yes" for answer in _needed_staff(h, team))
    spoken = primary(team.data.interpreter_languages)
    understood = all(not languages(case) or languages(case) & spoken for case in _vulnerable(h))
    if staffed and understood and _briefed(h, team):
        yield because("The team was told of every vulnerable person and prepared for them.", team)


def at_risk(h: History) -> Iterator[Ground]:
    """The team is on record, but not all that it needs."""
    for team in h.of(OperationTeamRecorded):
        yield because("The team is on record, but not prepared in every respect.", team)


def due(h: History) -> Iterator[Due]:
    """Due when boarding begins; until that is recorded, at the planned departure."""
    moment = _boarding(h)
    if moment is not None:
        yield Due(moment, of_departure=True)


@term
def _boarding(h: History) -> datetime | None:
    planned = latest(h.of(OperationPlanned))
    planned_at = planned.data.planned_departure_at if planned is not None else None
    return milestone(h, h.subject, "boarding_started") or planned_at


@term
def _listed(h: History) -> list[History]:
    return [h.of_another(case) for case in sorted(listed_cases(h, h.subject))]


@term
def _vulnerable(h: History) -> list[History]:
    return [case for case in _listed(h) if is_child(case) or _screened(h, case)]


def _screened(h: History, case: History) -> bool:
    moment = _boarding(h)
    return any(
        record.data.result in SCREENED
        and listed_in(record.data.categories)
        and (moment is None or record.occurred_at < moment)
        for record in case.of(VulnerabilityScreened)
    )


def _left_out(h: History, team: Team) -> bool:
    named = listed_in(team.data.vulnerable_cases_communicated)
    return any(case.subject not in named for case in _vulnerable(h))


def _needed_staff(h: History, team: Team) -> Iterator[str | None]:
    """The answers on the staff that the listed persons need."""
    if any(is_child(case) for case in _listed(h)):
        yield team.data.child_protection_staff_present
        yield team.data.plain_clothes_for_children
    if any(told_last(case, "sex") == "female" for case in _listed(h)):
        yield team.data.female_staff_present


def _briefed(h: History, team: Team) -> bool:
    moment = _boarding(h)
    briefed_at = team.data.briefing_held_at
    return briefed_at is not None and (moment is None or briefed_at <= moment)


RULE = Rule(
    id="operation.team-prepared-for-vulnerable-persons",
    area="11",
    also_areas=("cross-cutting.child", "cross-cutting.gender"),
    phase="pre_departure",
    title="The team knows who is vulnerable and brings the staff they need",
    source="UNNM Mapping III Child-sensitive and Gender-responsive; Fundamental-rights training on joint "
    "operations",
    source_status="seed_and_practice",
    severity="serious",
    scope="operation",
    applies_to="persons in vulnerable situations",
    evidence=(
        OperationTeamRecorded,
        OperationPlanned,
        PassengerListChanged,
        VulnerabilityScreened,
        OperationMilestoneReached,
        ReturnCaseOpened,
        CaseProfileUpdated,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    matter=("OperationTeamRecorded by operation",),
    parameters=("depart_soon_hours",),
)
