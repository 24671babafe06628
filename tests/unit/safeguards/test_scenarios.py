"""Every scenario gives the findings that it expects."""

from pathlib import Path

import pytest

from projections.safeguards.scenario.checking import Checked, check
from projections.safeguards.scenario.loading import load

SCENARIOS = sorted((Path(__file__).parents[2] / "scenarios").rglob("*.yaml"))


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_scenario_gives_the_findings_that_it_expects(path: Path) -> None:
    missed = [_line(each) for each in check(load(path)) if not each.met]

    assert missed == []


def _line(checked: Checked) -> str:
    expected = checked.expectation
    return (
        f"{expected.safeguard} {expected.shown_subject} as of {expected.as_of}, known {expected.known_at}: "
        f"expected {expected.outcome} contested={expected.contested}, got {checked.outcome} "
        f"contested={checked.contested}"
    )
