"""Skills are assessed before a plan with economic support is agreed, and the plan uses what was found."""

from collections.abc import Iterator
from datetime import date

from events.post_return.counselling import SkillsStepRecorded
from events.post_return.reintegration import ReintegrationPlanAgreed
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import date_months_later, end_of_day
from projections.safeguards.judging.record import Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.persons import is_adult
from projections.safeguards.terms.plans import Plan, first_versions, included
from projections.safeguards.terms.values import plain

NEEDS_SKILLS = frozenset({"income_generating_activity", "vocational_training_apprenticeship"})
MONTHS_TO_CATCH_UP = 3


def applies(h: History) -> Iterator[Ground]:
    """The person is an adult whose plan, as first agreed, takes up an economic component."""
    if is_adult(h):
        for plan in _economic(h):
            yield because("A plan with economic support was agreed with an adult.", plan)


def breached(h: History) -> Iterator[Ground]:
    """The plan builds on work or training without an assessment, and none was made in three months.

    Work or training: an income-generating activity or vocational training that was taken up. The plan states
    that no assessment was used, and no assessment is dated by the end of the day three months after it was
    agreed. A later assessment is shown as done late.
    """
    for plan in _economic(h):
        builds_on_skills = any(plain(each.component) in NEEDS_SKILLS for each in included(plan))
        if not builds_on_skills or plan.data.skills_assessment_used != "no":
            continue
        last_day = date_months_later(plan.data.agreed_on, MONTHS_TO_CATCH_UP)
        if h.passed(end_of_day(last_day, plan.occurred_at)) and not _assessed(h, last_day):
            late = min((each.occurred_at for each in _assessments(h)), default=None)
            yield because("Skills were not assessed for a plan that builds on them.", plan, done_late=late)


def satisfied(h: History) -> Iterator[Ground]:
    """Skills were assessed on the day of the plan or before, and the plan states that it used them."""
    plans = _economic(h)
    if plans and all(_assessed(h, each.data.agreed_on) and _used(each) for each in plans):
        records = [record for each in plans for record in _assessed(h, each.data.agreed_on)]
        yield because("Skills were assessed before the plan and used in it.", *plans, *records)


def at_risk(h: History) -> Iterator[Ground]:
    """Skills were assessed only after the plan, or before it without the plan stating that it used them."""
    for plan in _economic(h):
        before = _assessed(h, plan.data.agreed_on)
        if before and not _used(plan):
            yield because("The plan does not state that it used the assessment of skills.", plan, *before)
        if not before and _assessments(h):
            yield because("Skills were assessed only after the plan.", plan, *_assessments(h))


def due(h: History) -> Iterator[Due]:
    """Due at the end of the day on which the plan was first agreed."""
    for plan in _economic(h):
        if not _assessed(h, plan.data.agreed_on):
            yield Due(end_of_day(plan.data.agreed_on, plan.occurred_at))


def _economic(h: History) -> list[Plan]:
    """The plans that by any account, as first agreed, take up an economic component."""
    economic = {
        plan.data.plan
        for plan in first_versions(h.whole)
        if any(plain(each.dimension) == "economic" for each in included(plan))
    }
    return [plan for plan in first_versions(h) if plan.data.plan in economic]


def _assessments(h: History) -> list[Record[SkillsStepRecorded]]:
    return [each for each in h.of(SkillsStepRecorded) if each.data.step == "skills_assessed"]


def _assessed(h: History, by: date) -> list[Record[SkillsStepRecorded]]:
    return [each for each in _assessments(h) if each.data.step_on <= by]


def _used(plan: Plan) -> bool:
    return plan.data.skills_assessment_used == "yes"


RULE = Rule(
    id="skills.assessed-before-plan",
    area="17",
    also_areas=("module2.2.4",),
    phase="post_return",
    title="Skills are assessed before the plan, and the plan uses them",
    source="IOM Handbook 2.2.4; UNNM Mapping s.17; A/HRC/38/41 para 56",
    source_status="seed",
    severity="minor",
    applies_to="adults",
    evidence=(SkillsStepRecorded, ReintegrationPlanAgreed),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    matter=("ReintegrationPlanAgreed by plan",),
)
