"""Facts on returned persons with a survey: one for each instrument by which a person was asked."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from events.instruments import INSTRUMENTS
from events.post_return.arrival import HarmReported
from events.post_return.closure import CaseClosed
from events.post_return.counselling import RssAnswered
from events.post_return.follow_up import EducationEnrolmentRecorded, FollowUpRecorded, LivelihoodRecorded
from events.post_return.reintegration import UnmetNeedRecorded
from events.pre_return.assessment import VulnerabilityScreened
from projections.safeguards.judging.record import Record
from projections.safeguards.terms.stigma import STIGMA
from projections.safeguards.terms.values import plain
from projections.viewing.agreed import agreed, area_in, every, profile, yes
from projections.viewing.group import Group
from projections.viewing.view import Made

SCORES = ("composite", "economic", "social", "psychosocial")
MANY_UNANSWERED = 7
"""For a survey whose instrument is not listed here."""
Survey = Record[RssAnswered]


def rows(group: Group) -> Iterator[Made]:
    """A fact for each version of an instrument that the person answered."""
    surveys: dict[str, list[Survey]] = defaultdict(list)
    for survey in sorted(group.of(RssAnswered), key=lambda each: (each.data.answered_on, each.order)):
        surveys[survey.data.instrument].append(survey)
    if not surveys:
        return
    person = _person(group)
    for instrument, answered in sorted(surveys.items()):
        row = {"of": "case", "instrument": instrument, **person, **_scored(instrument, answered)}
        key = f"{group.subject}/{instrument}"
        yield Made(row, key=key, sort=key)


def _scored(instrument: str, answered: Sequence[Survey]) -> dict[str, Any]:
    """What the surveys by one version say: the scores of the last, and the change since the first."""
    last = answered[-1].data
    found: dict[str, Any] = {
        "year": str(last.answered_on.year),
        "surveyed_again": yes(len(answered) > 1),
        "flagged": yes(last.dont_know_count > _unanswered_limit(instrument)),
        "level": _level(instrument, last.score_composite),
    }
    for name in SCORES:
        score = getattr(last, f"score_{name}")
        found[name] = str(score) if score is not None else None
    baseline = next((each.data for each in answered if each.data.is_baseline), answered[0].data)
    if last.survey != baseline.survey and None not in {last.score_composite, baseline.score_composite}:
        found["change"] = str(Decimal(last.score_composite or 0) - Decimal(baseline.score_composite or 0))
    return found


def _unanswered_limit(instrument: str) -> int:
    listed = INSTRUMENTS.get(instrument)
    return listed.dont_know_flag_above if listed is not None else MANY_UNANSWERED


def _level(instrument: str, score: Decimal | None) -> str | None:
    """Below the lower threshold of the instrument, above the upper one, or between; compared as stored."""
    listed = INSTRUMENTS.get(instrument)
    if listed is None or score is None:
        return None
    return "low" if score < listed.low_threshold else "high" if score > listed.high_threshold else "middle"


def _person(group: Group) -> dict[str, Any]:
    who = profile(group)
    contacts = group.of(FollowUpRecorded)
    country = who["country_of_return"]
    left = any(each.data.outcome == "moved_or_remigrated" for each in contacts)
    closed = any(each.data.reason == "moved_or_remigrated" for each in group.of(CaseClosed))
    return {
        "country": country,
        "area": area_in(country, (need.data.area for need in group.of(UnmetNeedRecorded))),
        "return_type": who["return_type"],
        "sex": who["sex"],
        "age_band": who["age_band"],
        "child": who["child"],
        "vulnerability": every(group.of(VulnerabilityScreened), lambda data: data.categories),
        "livelihood": agreed(group.of(LivelihoodRecorded), lambda data: data.state),
        "schooling": agreed(group.of(EducationEnrolmentRecorded), lambda data: data.state),
        "documents_missing": agreed(contacts, lambda data: data.documents_still_missing),
        "housing_suitable": agreed(contacts, lambda data: data.housing_still_suitable),
        "stigma_reported": _stigma(group),
        "remigrated": yes(left or closed),
    }


def _stigma(group: Group) -> str:
    """Yes when any account reports it; else what follow-ups that asked were told."""
    if any(plain(harm.data.kind) in STIGMA for harm in group.of(HarmReported)):
        return "yes"
    told = every(group.of(FollowUpRecorded), lambda data: data.stigma_reported)
    return next((code for code in ("yes", "no", "unknown", "withheld") if code in told), "not_stated")
