"""What has to agree inside one record: checklists, surveys with their scores, links between accounts."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from events.base import Event
from events.instruments import CHECKLISTS, INSTRUMENTS, Instrument
from events.post_return import RssAnswered
from events.return_operation import AccountsLinked, ObservationAmended, ObservationFiled
from returnwatch.sample.histories import words
from returnwatch.sample.histories.scene import Scene

Finish = Callable[[Scene, dict[str, Any]], None]


def _observation(scene: Scene, data: dict[str, Any]) -> None:
    data["checklist"], checklist = scene.chance.one_of(tuple(CHECKLISTS.items()))
    data["answers"] = [_answer(scene, item.id, item.good) for item in scene.chance.sample(checklist.items, 5)]


def _amended(scene: Scene, data: dict[str, Any]) -> None:
    items = scene.chance.sample(CHECKLISTS["operation-core@1"].items, 2)
    data["answers"] = [_answer(scene, item.id, item.good) for item in items]


def _answer(scene: Scene, item: str, good: str) -> dict[str, Any]:
    answer = good if scene.chance.happens(0.8) else scene.chance.one_of(("yes", "no", "not_observed"))
    said: dict[str, Any] = {"item": item, "answer": answer}
    if answer not in {good, "not_observed"}:
        said |= {
            "severity": scene.chance.one_of(("minor", "serious")),
            "note": scene.chance.one_of(words.PHRASES),
        }
    return said


def _survey(scene: Scene, data: dict[str, Any]) -> None:
    data["instrument"], instrument = scene.chance.one_of(tuple(INSTRUMENTS.items()))
    chosen = {
        item.id: scene.chance.one_of(tuple(item.options)) if scene.chance.happens(0.93) else None
        for item in instrument.items
    }
    data["answers"] = [
        {"item": item, "kind": "scored", "option": option}
        if option
        else {"item": item, "kind": "dont_know_or_no_wish_to_answer"}
        for item, option in chosen.items()
    ]
    data["dont_know_count"] = sum(option is None for option in chosen.values())
    data |= _scores(instrument, chosen)


def _scores(instrument: Instrument, chosen: Mapping[str, str | None]) -> dict[str, str]:
    found: dict[str, Decimal] = {}
    for dimension, items in instrument.dimensions.items():
        scored = [
            (item.weight, score)
            for item in items
            if (option := chosen[item.id]) and (score := item.options[option]) is not None
        ]
        if len(scored) >= len(items) * instrument.minimum_scored_share_per_dimension:
            found[dimension] = sum((w * s for w, s in scored), Decimal(0)) / sum(
                (w for w, _ in scored), Decimal(0)
            )
    if len(found) == len(instrument.dimensions):
        found["composite"] = sum(found.values(), Decimal(0)) / len(found)
    return {f"score_{name}": f"{score:.{instrument.stored_decimals}f}" for name, score in found.items()}


def _link(scene: Scene, data: dict[str, Any]) -> None:
    """Two accounts of one fact; where there are none, a record and another that is not known here."""
    if scene.accounts is None:
        data["second_event"] = f"EVT-{scene.chance.uuid7(scene.now)}"
        data["link"] = "not_the_same_fact"
        return
    data["first_event"], data["second_event"], differ = scene.accounts
    data["link"] = "same_fact_conflicting" if differ else "same_fact"
    if not differ:
        data.pop("fields_in_conflict", None)


FINISH: Mapping[type[Event], Finish] = {
    ObservationFiled: _observation,
    ObservationAmended: _amended,
    RssAnswered: _survey,
    AccountsLinked: _link,
}
"""What has to agree inside one record, by the event."""
