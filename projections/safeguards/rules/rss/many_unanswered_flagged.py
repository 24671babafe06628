"""Surveys with many questions left unanswered are flagged, since their scores are less certain."""

from collections.abc import Iterator

from events.post_return.counselling import RssAnswered
from projections.safeguards.judging.history import History
from projections.safeguards.judging.rule import Ground, Rule, because, never
from projections.safeguards.terms.surveys import latest_survey


def applies(h: History) -> Iterator[Ground]:
    """A survey was answered; the last one by its day is judged."""
    last = latest_survey(h)
    if last is not None:
        yield because("A survey was answered.", last)


def satisfied(h: History) -> Iterator[Ground]:
    """At most `dont_know_flag_above` answers are don't know, or no wish to answer."""
    last = latest_survey(h)
    if last is not None and last.data.dont_know_count <= h.parameters.dont_know_flag_above:
        yield because("Few questions of the last survey were left unanswered.", last)


def at_risk(h: History) -> Iterator[Ground]:
    """More than that: the flag is shown with every score, and averages leave the score out unless asked."""
    last = latest_survey(h)
    if last is not None and last.data.dont_know_count > h.parameters.dont_know_flag_above:
        yield because("Many questions of the last survey were left unanswered.", last)


RULE = Rule(
    id="rss.many-unanswered-flagged",
    area="19",
    also_areas=("module2.2.5",),
    phase="post_return",
    title="Scores with many unanswered questions are flagged as less certain",
    source="IOM Handbook 2.2.5 (tip)",
    source_status="seed",
    severity="info",
    applies_to="assisted returnees",
    evidence=(RssAnswered,),
    applies=applies,
    breached=never,
    satisfied=satisfied,
    at_risk=at_risk,
    matter=("RssAnswered by survey",),
    parameters=("dont_know_flag_above",),
)
