"""Sustainability surveys of a person, the scores that count of each, and which of these are low."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from events.codes.common import ReintegrationDimension
from events.instruments import INSTRUMENTS, Scores, scores
from events.post_return.counselling import RssAnswered
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.record import Record
from projections.safeguards.terms.values import listed_in

Survey = Record[RssAnswered]


@dataclass(frozen=True)
class Low:
    """A survey and what of it lies below the threshold."""

    survey: Survey
    dimensions: tuple[ReintegrationDimension, ...]
    composite: bool

    @property
    def any(self) -> bool:
        """Whether any score is low."""
        return self.composite or bool(self.dimensions)


@term
def surveys(h: History) -> list[Survey]:
    """The surveys of the case by `answered_on`."""
    return sorted(h.of(RssAnswered), key=lambda survey: (survey.data.answered_on, survey.order))


def latest_survey(h: History) -> Survey | None:
    """The survey answered last."""
    return surveys(h)[-1] if surveys(h) else None


def counted_scores(survey: Survey) -> Scores:
    """Scores as computed from the answers; stated ones only where the instrument is not known here."""
    told = survey.data
    known = INSTRUMENTS.get(told.instrument)
    if known is not None:
        return scores(known, listed_in(told.answers))
    stated: Mapping[ReintegrationDimension, Decimal | None] = {
        "economic": told.score_economic,
        "social": told.score_social,
        "psychosocial": told.score_psychosocial,
    }
    return Scores(stated, told.score_composite)


def low(h: History, survey: Survey) -> Low:
    """What of a survey is strictly below `low_threshold`."""
    counted, threshold = counted_scores(survey), h.parameters.low_threshold
    dimensions = (
        name for name, score in counted.dimensions.items() if score is not None and score < threshold
    )
    return Low(survey, tuple(dimensions), counted.composite is not None and counted.composite < threshold)
