"""A structured CloudEvent as a submission, whatever program made it.

`source` names the sender and is not kept: the stored event names the service at which it was recorded.
"""

from collections.abc import Callable, Collection
from typing import Any

from events.base import Event, kebab
from events.catalogue import BY_STEM
from events.cloudevents import ATTRIBUTES, FIELDS, LISTS
from events.envelope import Statement
from events.submission import Submission
from events.upcasting import UnknownVersionError, lift
from foundation.clock import NewId
from foundation.recording.faults import Fault, RefusedError, pointer_to
from foundation.recording.forms import Form, Found, sealed_faults, submission_of

CLOUD_EVENT = Form(ATTRIBUTES)
LIST_REMEDY = "write its items as one text, with single spaces between them"
FIXED_ATTRIBUTES = frozenset(
    {"specversion", "type", "source", "subject", "datacontenttype", "dataschema", "partitionkey", "data"}
)
"""Attributes of a CloudEvent that are no fields of the statement. Only the first three are required."""
STATED = frozenset(ATTRIBUTES[name] for name in Statement.model_fields)
CONTENT_TYPE = "application/json"


def read_cloud_event(
    document: Any, accepted: Collection[type[Event]], new_id: NewId, kind: type[Event] | None = None
) -> Submission:
    """A record as a structured CloudEvent, of a given kind or of the accepted one that its type names.

    Data of an older version are lifted. Raises RefusedError with every fault.
    """
    if not isinstance(document, dict):
        raise RefusedError([Fault("", "must be an object", "send a structured CloudEvent")])
    found = _kind(document.get("type"), accepted, kind)
    if isinstance(found, Fault):
        raise RefusedError([found])
    named, version = found
    faults = [*sealed_faults(document), *_attribute_faults(document)]
    fields = {
        FIELDS[name]: value.split(" ") if FIELDS[name] in LISTS and isinstance(value, str) else value
        for name, value in document.items()
        if name in STATED
    }
    if "data" in document:
        fields["data"] = _lifted(document["data"], named, version)
    return submission_of(Found(named, fields, tuple(faults)), CLOUD_EVENT, new_id)


def _kind(
    wire_type: Any, accepted: Collection[type[Event]], expected: type[Event] | None
) -> tuple[type[Event], int] | Fault:
    stem, _, version = str(wire_type).rpartition(".v")
    kind = BY_STEM.get(stem)
    if kind is None or not version.isascii() or not version.isdecimal():
        return Fault("/type", "is not an event of the catalogue", "use a type that /openapi.json lists")
    if kind not in accepted:
        others = ", ".join(map(kebab, kind.about.accepted_by))
        return Fault("/type", "is not an event that this service records", f"send it to: {others}")
    if expected is not None and kind is not expected:
        return Fault("/type", "is another event than the address names", f"use {expected.wire_type()}")
    if int(version) > kind.about.version:
        return Fault("/type", "has a version that this service does not know", f"use {kind.wire_type()}")
    return kind, int(version)


def _lifted(data: Any, kind: type[Event], version: int) -> Any:
    if version == kind.about.version or not isinstance(data, dict):
        return data
    stem = kind.wire_type().rpartition(".v")[0]
    try:
        return lift(stem, version, kind.about.version, data)
    except (UnknownVersionError, KeyError, TypeError, ValueError):
        raise RefusedError(
            [Fault("/data", "does not have the form of its version", f"use {kind.wire_type()}")]
        ) from None


Rule = Callable[[Any], bool]
REQUIRED: dict[str, tuple[Rule, str]] = {
    "specversion": (lambda value: value == "1.0", "write 1.0"),
    "source": (
        lambda value: isinstance(value, str) and 0 < len(value) <= 2000,
        "name the sender as a URI reference",
    ),
}
OPTIONAL: dict[str, tuple[Rule, str]] = {
    "datacontenttype": (lambda value: value == CONTENT_TYPE, f"write {CONTENT_TYPE} or leave it out"),
    "dataschema": (lambda value: isinstance(value, str), "write a URI or leave it out"),
    "partitionkey": (lambda value: isinstance(value, str), "leave it out; the platform sets it"),
    "subject": (lambda value: isinstance(value, str), "write the first of subjects or leave it out"),
}


def _attribute_faults(document: dict[str, Any]) -> list[Fault]:
    """What is wrong with the attributes themselves, apart from the fields they carry."""
    faults = [
        Fault(f"/{name}", "is missing or not as CloudEvents 1.0 has it", remedy)
        for name, (holds, remedy) in REQUIRED.items()
        if not holds(document.get(name))
    ]
    faults += [
        Fault(f"/{name}", "is not as CloudEvents 1.0 and this platform have it", remedy)
        for name, (holds, remedy) in OPTIONAL.items()
        if name in document and not holds(document[name])
    ]
    for name, value in document.items():
        if name not in STATED | FIXED_ATTRIBUTES:
            faults.append(_stray(name))
        elif name in STATED and FIELDS[name] in LISTS and not isinstance(value, str):
            faults.append(Fault(f"/{name}", "must be text", LIST_REMEDY))
    subjects = document.get("subjects")
    if "subject" in document and isinstance(subjects, str) and document["subject"] != subjects.split(" ")[0]:
        faults.append(Fault("/subject", "is not the first of subjects", "write the same id or leave it out"))
    return faults


def _stray(name: str) -> Fault:
    if name in FIELDS or name in {"sequence", "sealed"}:
        return Fault(f"/{name}", "is set by the platform", "leave it out")
    return Fault(pointer_to([name]), "is not an attribute of this record", "remove it or check its spelling")
