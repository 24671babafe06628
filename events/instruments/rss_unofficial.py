"""A stand-in for the Reintegration Sustainability Survey of IOM, with equal weights in each dimension.

The published table (IOM Reintegration Handbook, annex 4) is loaded as `rss-official@1` once it is at hand.
"""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from events.codes.common import ReintegrationDimension
from events.instruments.forms import Instrument, InstrumentItem

Scale = Mapping[str, Decimal | None]


def _scale(**scores: str | None) -> Scale:
    return MappingProxyType(
        {option: None if score is None else Decimal(score) for option, score in scores.items()}
    )


YES_IS_GOOD = _scale(yes="1", no="0")
NO_IS_GOOD = _scale(no="1", yes="0")
YES_PARTLY_NO = _scale(yes="1", partly="0.5", no="0")
SATISFACTION = _scale(
    very_satisfied="1", satisfied="0.75", neither="0.5", dissatisfied="0.25", very_dissatisfied="0"
)
QUALITY = _scale(very_good="1", good="0.75", fair="0.5", poor="0.25", very_poor="0")
STRENGTH = _scale(very_strong="1", strong="0.75", fair="0.5", weak="0.25", none="0")
SELDOM_IS_GOOD = _scale(never="1", rarely="0.75", sometimes="0.5", often="0.25", very_often="0")
OFTEN_IS_GOOD = _scale(very_often="1", often="0.75", sometimes="0.5", rarely="0.25", never="0")
ALWAYS_IS_GOOD = _scale(always="1", mostly="0.75", sometimes="0.5", rarely="0.25", never="0")
DEBT = _scale(no_debt="1", below_one_month="0.67", one_to_three_months="0.33", above_three_months="0")
CHILDREN_AT_SCHOOL = _scale(all="1", some="0.5", none="0", no_children=None)

WEIGHTS: dict[ReintegrationDimension, tuple[Decimal, Decimal]] = {
    "economic": (Decimal("0.1"), Decimal("0.033333")),
    "social": (Decimal("0.090909"), Decimal("0.030303")),
    "psychosocial": (Decimal("0.1"), Decimal("0.033333")),
}
"""Weight of each item of a dimension in the score of the dimension and in the composite score."""

TOPICS: tuple[tuple[str, ReintegrationDimension, str, Scale], ...] = (
    ("E01", "economic", "how content the person is with their means of living", SATISFACTION),
    ("E02", "economic", "eating less or worse because money is short", SELDOM_IS_GOOD),
    ("E03", "economic", "somebody would lend money in need", YES_IS_GOOD),
    ("E04", "economic", "borrowing to get through the day", SELDOM_IS_GOOD),
    ("E05", "economic", "what is owed, in months of spending", DEBT),
    ("E06", "economic", "chances of finding work or training", QUALITY),
    ("E07", "economic", "has work, studies or trains now", YES_IS_GOOD),
    ("E08", "economic", "has land, animals, a vehicle, tools or the like to earn with", YES_IS_GOOD),
    ("E09", "economic", "the income can be relied on", YES_PARTLY_NO),
    ("E10", "economic", "conditions at work force the person to give it up", NO_IS_GOOD),
    ("S01", "social", "quality of the home", QUALITY),
    ("S02", "social", "may stay in the home without fear of losing it", YES_PARTLY_NO),
    ("S03", "social", "how far schooling can be reached", QUALITY),
    ("S04", "social", "children of school age go to school", CHILDREN_AT_SCHOOL),
    ("S05", "social", "how far courts and police can be reached", QUALITY),
    ("S06", "social", "has papers that prove who they are", YES_IS_GOOD),
    ("S07", "social", "how far certificates and other papers can be obtained", QUALITY),
    ("S08", "social", "supply of water fit to drink", QUALITY),
    ("S09", "social", "how far doctors and clinics can be reached", QUALITY),
    ("S10", "social", "how good that care is", QUALITY),
    ("S11", "social", "how far public services can be reached, all told", QUALITY),
    ("P01", "psychosocial", "joining in with what others do together", OFTEN_IS_GOOD),
    ("P02", "psychosocial", "people to lean on", STRENGTH),
    ("P03", "psychosocial", "feels part of the place", STRENGTH),
    ("P04", "psychosocial", "feels safe from bodily harm", ALWAYS_IS_GOOD),
    ("P05", "psychosocial", "quarrels or strain in the family since coming back", SELDOM_IS_GOOD),
    ("P06", "psychosocial", "being treated worse than others since coming back", SELDOM_IS_GOOD),
    ("P07", "psychosocial", "how often the person is angry, sad, afraid, strained or lonely", SELDOM_IS_GOOD),
    ("P08", "psychosocial", "would like psychological help from a specialist", NO_IS_GOOD),
    ("P09", "psychosocial", "sees a life for themselves in the country", YES_PARTLY_NO),
    ("P10", "psychosocial", "would go again because they must, not because they wish to", NO_IS_GOOD),
)

RSS_UNOFFICIAL = Instrument(
    id="rss-unofficial",
    version=0,
    title="Reintegration sustainability survey (unofficial, equal weights)",
    status="unofficial",
    warning=(
        "UNOFFICIAL. The published weights, scores and questions of the survey were not at hand: the topics "
        "are put in other words and each counts the same within its dimension. Show every score of this "
        "version with the label 'unofficial equal weights', and never compare it with a score of the "
        "official survey."
    ),
    source=(
        "Dimensions: IOM Reintegration Handbook, 2.2.5. Topics of the items: common knowledge of the survey, "
        "not compared with annex 4."
    ),
    lowest_score=Decimal(0),
    highest_score=Decimal(1),
    missing_policy="exclude_and_renormalise",
    minimum_scored_share_per_dimension=Decimal("0.5"),
    low_threshold=Decimal("0.33"),
    high_threshold=Decimal("0.66"),
    dont_know_flag_above=7,
    frequency="P3M",
    stored_decimals=4,
    shown_decimals=2,
    items=tuple(
        InstrumentItem(item, name, topic, *WEIGHTS[name], scale) for item, name, topic, scale in TOPICS
    ),
)
