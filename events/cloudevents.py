"""Events as CloudEvents 1.0: the form in which they are stored, logged and sent.

Context attributes are lower-case letters and digits; lists are separated by single spaces. A sealed
attribute holds its bare token, a sealed field of `data` the object `{"sealed": token}`; both are named
in the attribute `sealed`. The position in the log is not part of the stored bytes: the store gives it.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic_core import from_json, to_json

from events.base import Event, Service, kebab
from events.canonical import canonical
from events.catalogue import BY_STEM
from events.data_classes import Sealed
from events.envelope import Envelope
from events.ids import PREFIXES
from events.upcasting import lift

ATTRIBUTES: dict[str, str] = {
    "event_id": "id",
    "occurred_at": "time",
    "subject_ids": "subjects",
    "recorded_at": "recordedtime",
    "schema_version": "schemaversion",
    "occurred_precision": "occurredprecision",
    "device_time": "devicetime",
    "device_sequence": "devicesequence",
    "phase": "phase",
    "country": "country",
    "asserted_by_role": "assertedbyrole",
    "asserted_by_body": "assertedbybody",
    "asserted_by_person": "assertedbyperson",
    "recorded_by": "recordedby",
    "source_kinds": "sourcekinds",
    "confidence": "confidence",
    "language": "language",
    "standard_refs": "standardrefs",
    "amends": "amends",
    "amendment_kind": "amendmentkind",
    "lawful_basis": "lawfulbasis",
    "purpose": "purpose",
    "consent": "consent",
    "reporter_protected": "reporterprotected",
    "attachments": "attachments",
    "correlation_id": "correlationid",
    "causation_id": "causationid",
    "fingerprint": "fingerprint",
}
"""Envelope field to context attribute; `service` becomes `source`."""

FIELDS = {attribute: field for field, attribute in ATTRIBUTES.items()}
LISTS = frozenset({"subject_ids", "source_kinds", "standard_refs"})
SEALABLE = frozenset({"asserted_by_person", "recorded_by", "attachments"})
PARTITION_KINDS = ("case", "operation")
"""Whose events stay in order: the case when there is one, else the operation, else the leading subject."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as read back: its envelope, its fields, and the attributes derived from them."""

    envelope: Envelope
    event: Event


def partition_key(subject_ids: tuple[str, ...]) -> str:
    """The subject id under which an event is kept in order."""
    for kind in PARTITION_KINDS:
        for subject_id in subject_ids:
            if subject_id.startswith(PREFIXES[kind] + "-"):
                return subject_id
    return subject_ids[0]


@cache
def schema_name(event: type[Event]) -> str:
    """Relative address of the contract of the data."""
    about = event.about
    return f"/schemas/events/{kebab(about.service)}/{kebab(event.__name__)}.v{about.version}.json"


def encode(envelope: Envelope, event: Event) -> bytes:
    """Canonical bytes of the structured CloudEvent. Sealed values are written as they are."""
    fields = envelope.model_dump(mode="json", exclude_none=True)
    data = event.model_dump(mode="json", exclude_none=True)
    attributes = {
        ATTRIBUTES[name]: _attribute(name, value) for name, value in fields.items() if name in ATTRIBUTES
    }
    sealed = [ATTRIBUTES[name] for name in sorted(SEALABLE) if _is_sealed(fields.get(name))] + sealed_names(
        data
    )
    return canonical(
        attributes
        | {
            "specversion": "1.0",
            "type": event.wire_type(),
            "source": f"/services/{kebab(envelope.service)}",
            "subject": envelope.subject_ids[0],
            "partitionkey": partition_key(envelope.subject_ids),
            "datacontenttype": "application/json",
            "dataschema": schema_name(type(event)),
            "data": data,
        }
        | ({"sealed": " ".join(sealed)} if sealed else {})
    )


def decode(body: bytes) -> Recorded:
    """The event behind stored or received bytes, lifted to today's version.

    Raises ValueError (pydantic's ValidationError among them) when the bytes are not such an event.
    """
    return from_attributes(from_json(body))


def from_attributes(raw: dict[str, Any]) -> Recorded:
    """The event behind a parsed structured CloudEvent."""
    stem, _, version = str(raw.get("type")).rpartition(".v")
    event = BY_STEM.get(stem)
    if event is None or not version.isdigit():
        raise ValueError(f"not an event of the catalogue: type {raw.get('type')!r}")
    fields = {
        FIELDS[name]: _field(FIELDS[name], value)
        for name, value in raw.items()
        if name in FIELDS and not _is_empty_list(FIELDS[name], value)
    }
    fields["service"] = service_of(str(raw.get("source")))
    data = lift(stem, int(version), event.about.version, raw["data"])
    return Recorded(Envelope.model_validate_json(to_json(fields)), event.model_validate_json(to_json(data)))


def service_of(source: str) -> Service:
    """The service named by a `source` attribute."""
    services: dict[str, Service] = {
        "/services/pre-return": "pre_return",
        "/services/return-operation": "return_operation",
        "/services/post-return": "post_return",
        "/services/data-protection": "data_protection",
    }
    try:
        return services[source]
    except KeyError:
        raise ValueError(f"not a service: source {source!r}") from None


def sealed_names(data: Any, path: str = "") -> list[str]:
    """Dotted names of the sealed values inside data, in document order, for example `answers.0.note`."""
    if _is_sealed(data):
        return [path]
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [
        name for key, value in items for name in sealed_names(value, f"{path}.{key}" if path else str(key))
    ]


def _is_sealed(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"sealed"}


def _is_empty_list(name: str, value: Any) -> bool:
    """A list without items is written as empty text, and says what an absent one says."""
    return name in LISTS and value == ""


def _attribute(name: str, value: Any) -> Any:
    if name in LISTS:
        return " ".join(value)
    if name in SEALABLE and _is_sealed(value):
        return value["sealed"]
    return value


def _field(name: str, value: Any) -> Any:
    if name in LISTS:
        return value.split(" ")
    if name in SEALABLE:
        return Sealed(sealed=value).model_dump()
    return value
