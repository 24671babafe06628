"""Numbers of the table, told so that no few persons can be worked out from them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from projections.safeguards.rules.post_return.findings_used_in_new_decisions import GRAVE
from projections.viewing.overlapping import told_together
from projections.viewing.suppression import WITHHELD, Limits, Population, Split
from projections.viewing.view import Row

LIMIT = Limits().count
"""From how many on a number is shown, unless a body sets another limit."""
BECAME = ("considered", "ignored", "open", "contested")
CELLS = ("decisions", *BECAME)


def harm(facts: Sequence[Row], limit: int) -> dict[str, Any]:
    """Persons about whom harm was reported, and these by confidence and by whether it was foreseen."""
    persons = Population(facts, (), limit)
    whole = persons.at()
    if isinstance(whole, str):
        return {"harmed": whole, "harmed_by_confidence": {}, "harmed_by_foreseen": {}}
    told: dict[str, Any] = {"harmed": len(whole.facts)}
    for dimension in ("confidence", "foreseen"):
        cells = {value: persons.members(whole, dimension, value) for value in persons.values(dimension)}
        told[f"harmed_by_{dimension}"] = {
            value: cell if isinstance(cell, str) else len(cell) for value, cell in cells.items()
        }
    return told


class Weighings:
    """What became of the findings on a country in the decisions that had to weigh any of them."""

    def __init__(self, facts: Sequence[Row], limit: int) -> None:
        self.limit = limit
        """From how many on a number is shown."""
        became: list[Mapping[str, str]] = [fact["weighing"] for fact in facts]
        self.decisions = Counter(finding for each in became for finding in each)
        """How many decisions had to weigh each finding."""
        self.told = told_together(became, self.decisions, limit)


def weighing(of: Weighings, finding: Row) -> dict[str, Any]:
    """Decisions that had to weigh a finding, and what became of it, as far as that may be told."""
    if finding.get("severity") not in GRAVE:
        return dict.fromkeys(CELLS)
    decisions = of.decisions[finding["finding"]]
    if decisions < of.limit:
        return dict.fromkeys(CELLS, few(of.limit))
    own = of.told[finding["finding"]]
    if own is None:
        return dict.fromkeys(CELLS, WITHHELD)
    return {"decisions": decisions, **{name: _cell(own, name, of.limit) for name in BECAME}}


def few(limit: int) -> str:
    """What stands for a smaller number."""
    return f"<{limit}"


def _cell(own: Split, value: str, limit: int) -> int | str:
    if value in own.shown:
        return own.shown[value]
    return WITHHELD if value == own.also else few(limit)
