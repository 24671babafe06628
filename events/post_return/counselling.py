"""REWRITE post_return counselling."""

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
    """REWRITE A return or reintegration counselling session is held, before or after return."""

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
    """REWRITE A step is taken from assessment of skills to their recognition."""

    step: Open[SkillsStep]
    step_on: Open[Day]
    sector: Open[Line | None] = None
    acquired_abroad: Open[YesNoUnknown | None] = None
    standard_ref: Open[Line | None] = None
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
    """REWRITE A reintegration sustainability survey is answered, with the scores computed by a named instrument version."""

    survey: Open[SurveyId]
    instrument: Open[Line]
    """REWRITE Instrument id and version"""
    answered_on: Open[Day]
    is_baseline: Open[bool]
    mode: Open[ContactMode]
    answers: Protected[tuple[RssAnswer, ...]]
    dont_know_count: Open[Count]
    score_economic: Open[Amount | None] = None
    """REWRITE 0 to 1; absent when not computable"""
    score_social: Open[Amount | None] = None
    score_psychosocial: Open[Amount | None] = None
    score_composite: Open[Amount | None] = None
    trigger: Open[SurveyTrigger]
