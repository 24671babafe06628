"""From stored events to evidence about operations, and from all the evidence about one to its row."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import orjson

from events.base import Event
from events.catalogue import BY_STEM
from events.ids import PREFIXES
from events.upcasting import lift
from projections.operation_coverage.amendments import amended_by_others, standing
from projections.operation_coverage.evidence import STATEMENTS, Evidence, moment
from projections.operation_coverage.fold import Coverage, fold
from projections.operation_coverage.ignored import IGNORES
from projections.operation_coverage.statements import Change

NO_OPERATION = ""
"""Stands for the operation in evidence that names none and yet amends some that does."""

_OPERATION = PREFIXES["operation"] + "-"


def evidence_in(body: bytes) -> list[tuple[str, Evidence]]:
    """The evidence in the stored bytes of an event, under each operation that it is about.

    Only what the view keeps is read, which is much faster than decoding the whole event; here is the one
    place that does so. Raises ValueError, TypeError or KeyError for bytes that are no event of the catalogue.
    """
    raw: dict[str, Any] = orjson.loads(body)
    stem, version, event = _named(str(raw["type"]))
    if event in IGNORES:
        return []
    data = lift(stem, version, event.about.version, raw["data"])
    evidence = Evidence(
        raw["id"],
        raw.get("assertedbybody") or raw["assertedbyrole"],
        moment(raw["time"]),
        moment(raw["recordedtime"]),
        raw.get("amends"),
        raw.get("amendmentkind"),
        event.__name__,
        STATEMENTS[event.__name__].validate_python(data),
    )
    if isinstance(evidence.said, Change) and evidence.said.kind != "withdrawal":
        return []
    if "operation" in data:
        return [(data["operation"], evidence)]
    named = _operations([*raw["subjects"].split(" "), *(data.get("operations_covered") or ())], evidence)
    return [(operation, evidence) for operation in named]


def coverages(said: Mapping[str, Sequence[Evidence]], amending: Sequence[Evidence]) -> list[Coverage]:
    """The rows of some operations, by all that was ever said about each.

    An operation has none when nothing said about it still stands. `amending` is the evidence about other
    operations, or none, that amends any of this, directly or through other amendments.
    """
    everything = [evidence for about_one in said.values() for evidence in about_one]
    everything += amending
    counts = standing(everything)
    objections = amended_by_others(everything)
    folded = (fold(operation, about_one, counts, objections) for operation, about_one in said.items())
    return [coverage for coverage in folded if coverage]


@lru_cache(256)
def _named(wire_type: str) -> tuple[str, int, type[Event]]:
    stem, _, version = wire_type.rpartition(".v")
    event = BY_STEM.get(stem)
    if event is None or not version.isdigit():
        raise ValueError("not an event of the catalogue")
    return stem, int(version), event


def _operations(subjects: Sequence[str], evidence: Evidence) -> list[str]:
    named = list(dict.fromkeys(subject for subject in subjects if subject.startswith(_OPERATION)))
    return named or ([NO_OPERATION] if evidence.amends else [])
