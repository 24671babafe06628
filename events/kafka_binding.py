"""The binary content mode of the Kafka binding for CloudEvents 1.0.

Attributes travel as headers `ce_<name>` in UTF-8, `datacontenttype` as `content-type`, the data as the
value, the partition key as the message key. `ce_sequence` adds the position in the service's log. The
stored bytes can be put together again exactly from what was sent.
"""

from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json, to_json

from events.base import kebab
from events.canonical import canonical
from events.cloudevents import service_of

Headers = tuple[tuple[str, bytes], ...]

TYPED: dict[str, Any] = {
    "devicesequence": int,
    "reporterprotected": lambda text: text == "true",
    "derived": lambda text: text == "true",
}
"""Attributes that are not text in the stored form."""


DERIVED: dict[str, str] = {"/projections/safeguard-findings": "findings"}
"""Source of what is derived from records to the log that holds it; it is no record of a service."""


@dataclass(frozen=True, slots=True)
class Message:
    """A Kafka record, apart from its topic."""

    key: bytes
    headers: Headers
    value: bytes


def topic(service: str) -> str:
    """The topic of a log. Dots and hyphens only: Kafka confuses dots and underscores in metric names."""
    return f"returnwatch.{kebab(service)}"


def dead_letters(name: str) -> str:
    """The topic to which messages go that a reader of topic `name` cannot handle."""
    return f"{name}.dead"


def to_message(body: bytes, sequence: int) -> Message:
    """Stored bytes and their position as a Kafka record. Stored data are in canonical order and stay so."""
    attributes: dict[str, Any] = from_json(body)
    data = attributes.pop("data")
    content_type = attributes.pop("datacontenttype")
    headers = [(f"ce_{name}", _text(value).encode()) for name, value in sorted(attributes.items())]
    headers += [("ce_sequence", str(sequence).encode()), ("content-type", content_type.encode())]
    return Message(attributes["partitionkey"].encode(), tuple(headers), to_json(data))


def from_message(headers: Headers, value: bytes) -> tuple[str, int, bytes]:
    """Service or other log, position and stored bytes of a received record.

    Raises ValueError when a header is missing or malformed.
    """
    named = {name: raw.decode() for name, raw in headers}
    try:
        sequence = int(named.pop("ce_sequence"))
        attributes: dict[str, Any] = {"datacontenttype": named.pop("content-type"), "data": from_json(value)}
    except KeyError as missing:
        raise ValueError(f"header {missing} is missing") from None
    for name, text in named.items():
        if name.startswith("ce_"):
            attribute = name.removeprefix("ce_")
            attributes[attribute] = TYPED.get(attribute, str)(text)
    source = attributes.get("source", "")
    return DERIVED.get(source) or service_of(source), sequence, canonical(attributes)


def _text(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
