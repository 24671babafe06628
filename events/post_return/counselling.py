"""What is asked of the person and talked through: counselling, skills and the sustainability survey.

The case keeps the order. The words come from modules 2.1 and 2.2 of the IOM Reintegration Handbook and
section 17 of the UN Network on Migration mapping.
"""

from events.base import Event
from events.codes.arrival import ContactMode, CounsellingKind, SkillsStep, SurveyTrigger
from events.codes.common import YesNoUnknown
from events.data_classes import Open, Personal, Protected
from events.ids import OrganizationId, SurveyId
from events.structures import RssAnswer
from events.values import Amount, Count, Day, Line, Moment, Text


class CounsellingSessionHeld(
    Event,
    service="post_return",
    subjects=("case",),
    asserted_by=("case_manager", "returnee", "service_provider"),
    areas=("15", "8", "module2.1", "module2.6.3"),
    accepted_by=("pre_return", "post_return"),
):
    """A counsellor talked with the person about return or reintegration, in either country."""

    kind: Open[CounsellingKind]
    mode: Open[ContactMode]
    held_at: Open[Moment]
    minutes: Open[Count | None] = None
    private_setting: Open[YesNoUnknown]
    interpreter_used: Open[YesNoUnknown | None] = None
    confidentiality_explained: Open[YesNoUnknown]
    right_to_refuse_explained: Open[YesNoUnknown]
    limits_of_assistance_explained: Open[YesNoUnknown]
    vulnerability_reassessed: Open[YesNoUnknown | None] = None
    distress_seen: Protected[YesNoUnknown | None] = None
    plan_discussed: Open[YesNoUnknown | None] = None
    next_session_on: Open[Day | None] = None
    notes: Protected[Text | None] = None


class SkillsStepRecorded(
    Event,
    service="post_return",
    subjects=("case",),
    asserted_by=("case_manager", "service_provider", "returnee"),
    areas=("17", "16", "module2.2.4"),
    accepted_by=("pre_return", "post_return"),
):
    """One step was taken from the skills of a person to their recognition, or the way proved closed."""

    step: Open[SkillsStep]
    step_on: Open[Day]
    sector: Open[Line | None] = None
    """Branch of work, for example construction."""
    acquired_abroad: Open[YesNoUnknown | None] = None
    """Whether the skills were gained outside the country of return."""
    standard_ref: Open[Line | None] = None
    """Occupational or qualification standard that the skills are held against."""
    certificate_issued: Open[YesNoUnknown | None] = None
    provider: Protected[OrganizationId | None] = None
    aspirations: Personal[Text | None] = None
    detail: Personal[Text | None] = None


class RssAnswered(
    Event,
    service="post_return",
    subjects=("case", "survey"),
    asserted_by=("case_manager", "returnee", "independent_monitor"),
    areas=("19", "15", "module2.2.5", "module2.3"),
):
    """A person answered a reintegration sustainability survey, scored as one version of it prescribes."""

    survey: Open[SurveyId]
    instrument: Open[Line]
    """Id and version, for example rss-unofficial@0."""
    answered_on: Open[Day]
    is_baseline: Open[bool]
    mode: Open[ContactMode]
    answers: Protected[tuple[RssAnswer, ...]]
    dont_know_count: Open[Count]
    """Answers of kind `dont_know_or_no_wish_to_answer` only."""
    score_economic: Open[Amount | None] = None
    """From 0 to 1, as the other scores; absent when it cannot be computed."""
    score_social: Open[Amount | None] = None
    score_psychosocial: Open[Amount | None] = None
    score_composite: Open[Amount | None] = None
    trigger: Open[SurveyTrigger]
