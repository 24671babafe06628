"""A stored CloudEvent, as an export has it, turned back into what its author submitted.

That is possible only when nothing of the author is sealed: a sealed value opens at its own place, in the
installation that sealed it. What the platform added is left behind; the platform that records adds its own.
"""

from typing import Any

from events.cloudevents import ATTRIBUTES
from foundation.recording.faults import Fault, RefusedError, pointer_to
from foundation.recording.json_input import sealed_places

ADDED = frozenset(
    {
        *(ATTRIBUTES[name] for name in ("recorded_at", "schema_version", "recorded_by", "fingerprint")),
        "sealed",
        "sequence",
        "partitionkey",
    }
)
"""Attributes that the platform sets."""
MARKS = frozenset({"recordedtime", "recordedby", "schemaversion"})
"""Stand in every stored event, and together in nothing else."""
AUTHORS_OWN = ("assertedbyperson", "attachments")
"""Attributes of the author that are sealed as bare tokens."""
REMEDY = "import the record as it was submitted; only the installation that sealed this can open it"


def is_stored(document: Any) -> bool:
    """Whether this has the form of a stored event rather than of a submission."""
    return (
        isinstance(document, dict)
        and document.keys() >= MARKS
        and str(document.get("source")).startswith("/services/")
    )


def unstored(document: dict[str, Any]) -> dict[str, Any]:
    """The submission behind a stored event. Raises RefusedError with a fault for each sealed value."""
    named = str(document.get("sealed", "")).split(" ")
    sealed = [(name,) for name in AUTHORS_OWN if name in document and name in named]
    places = [*sealed, *sealed_places(document)]
    if places:
        raise RefusedError(Fault(pointer_to(path), "is a sealed value", REMEDY) for path in places)
    return {name: value for name, value in document.items() if name not in ADDED}
