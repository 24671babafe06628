"""From stored events to evidence about operations, and from all the evidence about one to its row."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from events.catalogue import BY_STEM
from events.ids import PREFIXES
from events.upcasting import lift
from projections.operation_coverage.amendments import amended_by_others, standing
from projections.operation_coverage.evidence import MOMENT, STATEMENTS, Evidence
from projections.operation_coverage.fold import Coverage, fold
from projections.operation_coverage.statements import IGNORES

NO_OPERATION = ""
"""Stands for the operation in evidence that names none and yet amends some that does."""

_OPERATION = PREFIXES["operation"] + "-"


def evidence_in(body: bytes) -> list[tuple[str, Evidence]]:
    """The evidence in the stored bytes of an event, under each operation that it is about.

    Only what the view keeps is read, which is much faster than decoding the whole event; here is the one
    place that does so. Raises ValueError, TypeError or KeyError for bytes that are no event of the catalogue.
    """
    raw: dict[str, Any] = orjson.loads(body)
    stem, _, version = str(raw["type"]).rpartition(".v")
    event = BY_STEM.get(stem)
    if event is None or not version.isdigit():
        raise ValueError("not an event of the catalogue")
    if event in IGNORES:
        return []
    data = lift(stem, int(version), event.about.version, raw["data"])
    evidence = Evidence(
        event_id=raw["id"],
        author=raw.get("assertedbybody") or raw["assertedbyrole"],
        occurred_at=MOMENT.validate_strings(raw["time"]),
        recorded_at=MOMENT.validate_strings(raw["recordedtime"]),
        amends=raw.get("amends"),
        amendment_kind=raw.get("amendmentkind"),
        kind=event.event_name(),
        said=STATEMENTS[event.event_name()].validate_python(data),
    )
    return [(operation, evidence) for operation in _operations(data, raw["subjects"], evidence)]


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


def _operations(data: dict[str, Any], subjects: str, evidence: Evidence) -> list[str]:
    if "operation" in data:
        return [data["operation"]]
    named = [subject for subject in subjects.split(" ") if subject.startswith(_OPERATION)]
    return named or ([NO_OPERATION] if evidence.amends else [])
