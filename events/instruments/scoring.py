"""From answers to scores, as an instrument prescribes; whoever shows or compares a score computes it here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from events.codes.common import ReintegrationDimension
from events.instruments.forms import Instrument, InstrumentItem
from events.structures import RssAnswer


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of one survey from 0 to 1, none where too little was answered, rounded as they are stored."""

    dimensions: Mapping[ReintegrationDimension, Decimal | None]
    composite: Decimal | None


def scores(instrument: Instrument, answers: Iterable[RssAnswer]) -> Scores:
    """The scores of the answers to one survey.

    An answer that cannot be opened, or that names an item or option which the instrument does not have, is
    no scored answer. Of several answers to one item the last counts. The composite score is the mean of the
    dimension scores before these are rounded.
    """
    chosen = {
        answer.item: answer.option
        for answer in answers
        if answer.kind == "scored" and isinstance(answer.item, str) and isinstance(answer.option, str)
    }
    exact = {name: _dimension(instrument, items, chosen) for name, items in instrument.dimensions.items()}
    whole = [score for score in exact.values() if score is not None]
    composite = sum(whole, Decimal(0)) / len(whole) if whole and len(whole) == len(exact) else None
    return Scores(
        {name: _stored(instrument, score) for name, score in exact.items()}, _stored(instrument, composite)
    )


def _dimension(
    instrument: Instrument, items: Iterable[InstrumentItem], chosen: Mapping[str, str]
) -> Decimal | None:
    items = tuple(items)
    scored = [
        (item.weight, score)
        for item in items
        if item.id in chosen and (score := item.options.get(chosen[item.id])) is not None
    ]
    weight = sum((weight for weight, _ in scored), Decimal(0))
    too_few = len(scored) < instrument.minimum_scored_share_per_dimension * len(items)
    if too_few or not weight:
        return None
    return sum((weight * score for weight, score in scored), Decimal(0)) / weight


def _stored(instrument: Instrument, score: Decimal | None) -> Decimal | None:
    if score is None:
        return None
    return score.quantize(Decimal(1).scaleb(-instrument.stored_decimals), rounding=ROUND_HALF_UP)
