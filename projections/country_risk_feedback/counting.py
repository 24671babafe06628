"""Numbers of the table, told so that no few persons can be worked out from them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from projections.safeguards.rules.post_return.findings_used_in_new_decisions import GRAVE
from projections.viewing.overlapping import told_together
from projections.viewing.suppression import WITHHELD, Limits, Population, Split
from projections.viewing.view import Row

LIMIT = Limits().count
FEW = f"<{LIMIT}"
BECAME = ("considered", "ignored", "open", "contested")
CELLS = ("decisions", *BECAME)


def harm(facts: Sequence[Row]) -> dict[str, Any]:
    """Persons about whom harm was reported, and these by confidence and by whether it was foreseen."""
    persons = Population(facts, (), LIMIT)
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

    def __init__(self, facts: Sequence[Row]) -> None:
        became: list[Mapping[str, str]] = [fact["weighing"] for fact in facts]
        self.decisions = Counter(finding for each in became for finding in each)
        """How many decisions had to weigh each finding."""
        self.told = told_together(became, self.decisions, LIMIT)


def weighing(of: Weighings, finding: Row) -> dict[str, Any]:
    """Decisions that had to weigh a finding, and what became of it, as far as that may be told."""
    if finding.get("severity") not in GRAVE:
        return dict.fromkeys(CELLS)
    decisions = of.decisions[finding["finding"]]
    if decisions < LIMIT:
        return dict.fromkeys(CELLS, FEW)
    own = of.told[finding["finding"]]
    if own is None:
        return dict.fromkeys(CELLS, WITHHELD)
    return {"decisions": decisions, **{name: _cell(own, name) for name in BECAME}}


def _cell(own: Split, value: str) -> int | str:
    if value in own.shown:
        return own.shown[value]
    return WITHHELD if value == own.also else FEW
