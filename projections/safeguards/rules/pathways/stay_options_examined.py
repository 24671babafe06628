"""Grounds for regular stay are examined before return is enforced, or when it proves impossible."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from events.post_return.arrival import SecurityRiskAssessed
from events.pre_return.assessment import VulnerabilityScreened
from events.pre_return.case import CaseProfileUpdated, ReturnCaseOpened
from events.pre_return.circumstances import JusticeClaimRecorded
from events.pre_return.decision import ReturnDecisionIssued, ReturnDecisionStatusChanged, StayPathwayExamined
from events.return_operation.movement import ReturnCarriedOut
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import months_later
from projections.safeguards.judging.record import Record
from projections.safeguards.judging.rule import Ground, Rule, because
from projections.safeguards.terms.decisions import decided_pathways, decisions
from projections.safeguards.terms.departures import departed_at, first_departure
from projections.safeguards.terms.families import is_family_with_children
from projections.safeguards.terms.persons import is_child, profiles
from projections.safeguards.terms.values import listed_in
from projections.safeguards.terms.vulnerability import screened_for, signs_of_trafficking

UNDECIDED = frozenset({"not_examined", "pending"})
GRAVELY_ILL = frozenset({"serious_illness", "life_sustaining_treatment"})

Examined = Record[StayPathwayExamined]
Status = Record[ReturnDecisionStatusChanged]


def applies(h: History) -> Iterator[Ground]:
    """A return decision is on record and concerns somebody for whom stay must be looked at.

    So where a screening named a vulnerability, for a child, a family with children or a trafficking case, and
    where a decision was found impossible to execute. Grounds that matter: medical for serious illness or
    treatment that sustains life, trafficking in a trafficking case, best interests for a child or such a
    family.
    """
    issued = h.of(ReturnDecisionIssued)
    if not issued:
        return
    for screened in h.of(VulnerabilityScreened):
        if listed_in(screened.data.categories):
            yield because("A decision concerns a person found vulnerable.", screened, *issued)
    if is_child(h) or is_family_with_children(h):
        yield because("A decision concerns a child or a family with children.", *profiles(h), *issued)
    if signs_of_trafficking(h):
        yield because("A decision concerns a trafficking case.", *signs_of_trafficking(h), *issued)
    for status, _ in _impossible(h, decisions(h)):
        yield because("A decision was found impossible to execute.", status, *issued)


def breached(h: History) -> Iterator[Ground]:
    """The person left with stay unexamined, or return was impossible for months and nobody examined stay.

    Unexamined: the last examination before departure has no result, or none before departure has one and any
    examination says that stay was not examined. Months: the time called limbo, from the change that found
    return impossible to the next change of that decision.
    """
    left = first_departure(h)
    if left is not None:
        before = _before_departure(h)
        if before and before[-1].data.outcome in UNDECIDED:
            yield because("The person left before stay was examined to a result.", left, before[-1])
        if not _decided_before_departure(h):
            for each in h.of(StayPathwayExamined):
                if each.data.outcome == "not_examined":
                    yield because("The person left and stay was not examined.", left, each)
    known = {each.data.decision for each in h.of(ReturnDecisionStatusChanged)}
    for status, following in _impossible(h, known | set(decisions(h))):
        limit = months_later(status.data.effective_at, h.parameters.limbo_months)
        lasted = (following is None or following.data.effective_at >= limit) and h.clock.reached(limit)
        in_time = (each for each in h.of(StayPathwayExamined) if each.occurred_at <= limit)
        if lasted and all(each.data.outcome == "not_examined" for each in in_time):
            yield because("Return was impossible for months and stay was not examined.", status)


def satisfied(h: History) -> Iterator[Ground]:
    """Stay was examined to a result before departure, on every ground that matters, and the person told.

    In a family with children the whole family was considered.
    """
    decided = _decided_before_departure(h)
    sound = [each for each in decided if _is_sound(h, each)]
    if sound and not _missing(h, decided):
        yield because("Stay was examined to a result and the person told.", *sound)


def at_risk(h: History) -> Iterator[Ground]:
    """Stay was examined, but not on every ground or without telling the person, or the result is pending.

    Not telling counts like not considering the whole family, in a family with children.
    """
    decided = decided_pathways(h)
    if decided and _missing(h, decided):
        yield because("Stay was not examined on every ground that matters.", *decided)
    if not any(_is_sound(h, each) for each in decided):
        for each in decided:
            if _is_unsound(h, each):
                yield because("The person was not told, or not the whole family considered.", each)
    course = _before_departure(h)
    if course and course[-1].data.outcome == "pending":
        yield because("The examination of stay is pending.", course[-1])


def _relevant(h: History) -> frozenset[str]:
    """The grounds for stay that matter for this person."""
    grounds = {
        "medical": bool(screened_for(h, GRAVELY_ILL)),
        "trafficking_victim": bool(signs_of_trafficking(h)),
        "best_interests": is_child(h) or is_family_with_children(h),
    }
    return frozenset(ground for ground, matters in grounds.items() if matters)


def _missing(h: History, decided: list[Examined]) -> frozenset[str]:
    examined = {ground for each in decided for ground in listed_in(each.data.grounds_examined)}
    return _relevant(h) - examined


def _before_departure(h: History) -> list[Examined]:
    left = departed_at(h)
    return [each for each in h.of(StayPathwayExamined) if left is None or each.occurred_at < left]


def _decided_before_departure(h: History) -> list[Examined]:
    left = departed_at(h)
    return [each for each in decided_pathways(h) if left is None or each.occurred_at < left]


def _is_sound(h: History, each: Examined) -> bool:
    whole = each.data.whole_family_considered == "yes" or not is_family_with_children(h)
    return each.data.person_informed == "yes" and whole


def _is_unsound(h: History, each: Examined) -> bool:
    not_whole = each.data.whole_family_considered == "no" and is_family_with_children(h)
    return each.data.person_informed == "no" or not_whole


def _impossible(h: History, of: Iterable[str]) -> Iterator[tuple[Status, Status | None]]:
    """Each change that found one of these decisions impossible to execute, with its next change."""
    for decision in sorted(of):
        changes = [each for each in h.anywhere(ReturnDecisionStatusChanged) if each.data.decision == decision]
        course = sorted(changes, key=lambda each: (each.data.effective_at, each.order))
        for status, following in pairwise([*course, None]):
            if status is not None and status.data.status == "impossible_to_execute":
                yield status, following


RULE = Rule(
    id="pathways.stay-options-examined",
    area="4",
    phase="pre_return",
    title="Grounds for regular stay are examined before return is enforced or when it proves impossible",
    source="UNNM Mapping s.4; RCM principle B.8 for victims of trafficking",
    source_status="seed",
    severity="serious",
    evidence=(
        StayPathwayExamined,
        ReturnDecisionIssued,
        ReturnDecisionStatusChanged,
        VulnerabilityScreened,
        SecurityRiskAssessed,
        JusticeClaimRecorded,
        ReturnCaseOpened,
        CaseProfileUpdated,
        ReturnCarriedOut,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    matter=("StayPathwayExamined by case+date",),
    parameters=("limbo_months",),
)
