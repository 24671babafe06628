"""Qualified interpretation is used on every occasion on which the person needs it."""

from collections.abc import Iterator
from datetime import date

from events.pre_return.assessment import IndividualAssessmentCompleted
from events.pre_return.case import CaseProfileUpdated, ReturnCaseOpened
from events.pre_return.decision import ReturnDecisionNotified
from events.pre_return.remedy import InterpretationRecorded
from projections.safeguards.judging.history import History
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.judging.rule import Ground, Rule, because
from projections.safeguards.terms.persons import languages, told_last

QUALIFIED = frozenset({"in_person", "remote_video", "remote_phone", "written_translation"})
MAKESHIFT = frozenset({"escort", "staff_member", "fellow_returnee", "family_member"})
GRAVE = frozenset(
    {"decision_interview", "notification", "hearing", "detention_review", "consent", "lawyer_meeting"}
)
"""Occasions on which rights are decided or lost."""


def applies(h: History) -> Iterator[Ground]:
    """Interpretation was needed on an occasion, or an occasion is open.

    Open: a notice or an assessment interview was in a language that the person is not known to understand,
    and no record of interpretation tells of such an occasion on that local day.
    """
    for each in _needed(h):
        yield because("The person needed interpretation.", each)
    for record in _open(h):
        yield because("The language used is not among those that the person understands.", record)


def breached(h: History) -> Iterator[Ground]:
    """On an occasion on which rights are at stake there was none, or the person did not understand."""
    for each in _needed(h):
        if each.data.occasion in GRAVE and _is_lacking(each):
            yield because("Interpretation that was needed was missing or not understood.", each)


def satisfied(h: History) -> Iterator[Ground]:
    """Whenever it was needed interpretation was qualified and understood, and no occasion is open."""
    needed = _needed(h)
    good = [each for each in needed if each.data.mode in QUALIFIED and each.data.understood == "yes"]
    if needed and len(good) == len(needed) and not any(_open(h)):
        yield because("Qualified interpretation was understood whenever it was needed.", *good)


def at_risk(h: History) -> Iterator[Ground]:
    """A makeshift interpreter was used, it was understood in part, or it was lacking on a lesser occasion.

    Makeshift: escorts, staff, others who return, or family.
    """
    for each in _needed(h):
        if each.data.mode in MAKESHIFT:
            yield because("Somebody unqualified interpreted.", each)
        if each.data.understood == "partly":
            yield because("The interpretation was understood only in part.", each)
        if each.data.occasion not in GRAVE and _is_lacking(each):
            yield because("Interpretation that was needed was missing or not understood.", each)


def _needed(h: History) -> list[Record[InterpretationRecorded]]:
    return [each for each in h.of(InterpretationRecorded) if each.data.needed == "yes"]


def _is_lacking(each: Record[InterpretationRecorded]) -> bool:
    return each.data.mode == "none" or each.data.understood == "no"


def _open(h: History) -> Iterator[AnyRecord]:
    """Notices and interviews in a language not understood, of whose interpretation nothing is on record."""
    if told_last(h, "languages_understood") is None:
        return
    told = {(each.data.occasion, each.day) for each in h.of(InterpretationRecorded)}
    for record, occasion, language, day in _spoken(h):
        foreign = language.split("-")[0].lower() not in languages(h)
        if foreign and (occasion, day) not in told:
            yield record


def _spoken(h: History) -> Iterator[tuple[AnyRecord, str, str, date]]:
    for notice in h.of(ReturnDecisionNotified):
        if notice.data.language is not None:
            yield notice, "notification", notice.data.language, notice.day
    for each in h.of(IndividualAssessmentCompleted):
        if each.data.interview_held == "yes" and each.data.interview_language is not None:
            yield each, "decision_interview", each.data.interview_language, each.day


RULE = Rule(
    id="due-process.interpretation",
    area="2",
    also_areas=("module2.1",),
    phase="pre_return",
    title="Where the person needs an interpreter, a qualified one is used and understood",
    source="UNNM Mapping s.2; IOM Handbook 2.1.2 step 1",
    source_status="seed",
    severity="serious",
    evidence=(
        InterpretationRecorded,
        IndividualAssessmentCompleted,
        ReturnDecisionNotified,
        ReturnCaseOpened,
        CaseProfileUpdated,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    matter=("InterpretationRecorded by occasion+date",),
)
