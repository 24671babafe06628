"""A finding stays as it is until the moment that it names, or until a new fact."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from projections.safeguards.judging.clock import TICK
from projections.safeguards.judging.docket import Asked
from projections.safeguards.judging.evaluate import evaluate_one, evaluate_until
from projections.safeguards.judging.finding import Finding
from projections.safeguards.judging.since import course
from projections.safeguards.rules.register import BY_ID
from projections.safeguards.scenario.loading import Scenario, load

FOLDER = Path(__file__).parents[2] / "scenarios"
SCENARIOS = sorted(FOLDER.rglob("*.yaml"))
FAR = timedelta(days=500)


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_nothing_changes_before_the_moment_that_is_named(path: Path) -> None:
    scenario = load(path)

    changed = [
        f"{rule} {subject} at {asked.as_of}: {_told(now)}, but {_told(then)} at {later}"
        for rule, subject, asked in _questions(scenario)
        for now, until in [evaluate_until(BY_ID[rule], subject, asked)]
        for later in _before(scenario, asked.as_of, until)
        for then in [evaluate_one(BY_ID[rule], subject, replace(asked, as_of=later))]
        if _told(now) != _told(then)
    ]

    assert changed == []


def test_time_alone_makes_a_rule_apply_and_the_course_shows_it() -> None:
    # given a detention of which no review is known, which needs none in its first seven days
    scenario = load(FOLDER / "detention" / "regular-independent-review.yaml")
    asked = next(each for _, _, each in _questions(scenario))
    subject = scenario.expectations[0].subject
    start = datetime.fromisoformat("2025-01-01T10:00:00+01:00")
    rule = BY_ID["detention.regular-independent-review"]
    early = replace(asked, as_of=start, known_at=start)

    # when it is judged on its first day, and its course forty days later by what was known then
    finding, until = evaluate_until(rule, subject, early)
    changes = course(rule, subject, replace(early, as_of=start + timedelta(days=40)))

    # then the rule does not apply yet, will after seven days, and the course tells each change by time
    assert finding is None
    assert until == start + timedelta(days=7) + TICK
    assert [change and (change.outcome, change.first_held) for change in changes] == [
        None,
        ("not_evidenced", start + timedelta(days=7) + TICK),
        ("at_risk", start + timedelta(days=27)),
        ("breached", start + timedelta(days=30) + TICK),
    ]


def _questions(scenario: Scenario) -> Iterator[tuple[str, str, Asked]]:
    for each in scenario.expectations:
        yield each.safeguard, each.subject, Asked(scenario.records, each.as_of, each.known_at)


def _before(scenario: Scenario, at: datetime, until: datetime | None) -> list[datetime]:
    """Moments after one at which nothing new happened and no named limit has passed."""
    facts = [record.occurred_at for record in scenario.records if record.occurred_at > at]
    end = min([*facts, *([until] if until is not None else []), at + FAR])
    return [moment for moment in (at + (end - at) / 2, end - TICK) if at < moment < end]


def _told(finding: Finding | None) -> object:
    return None if finding is None else (finding.outcome, finding.sides)
