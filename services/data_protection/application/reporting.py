"""The report on a person: what is held, who said it, who received it and who looked (view V14)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from events.data_protection import DisclosureMade, PersonalDataAccessed
from foundation.clock import Clock
from foundation.vault.opened import Erased, Opened, Plain, Withheld
from services.data_protection.application.access import Access
from services.data_protection.application.reading_person import OpenedRecord, PersonReader

SHOWN_OF_ENVELOPE = ("assertedbyperson", "recordedby", "attachments")


@dataclass(frozen=True, slots=True)
class Value:
    """One field: `open`, `plain` (opened for this report), `erased`, `withheld` or `unavailable`."""

    field: str
    """Dotted path, for example `answers.0.note`."""
    state: str
    value: Any = None
    note: str | None = None
    """Why there is no value."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One record."""

    event_id: str
    name: str
    service: str
    sequence: int
    happened: str
    recorded: str
    role: str
    body: str | None
    amends: str | None
    amendment: str | None
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything held on a person or case at one moment."""

    subject: str
    cases: tuple[str, ...]
    made_at: datetime
    purpose: str
    ground: str
    records: tuple[Entry, ...]
    disclosures: tuple[Entry, ...]
    """To whom data were given, offered in part or refused."""
    accesses: tuple[Entry, ...]
    """Who came to see data; this report's own access stands in the next one."""


@dataclass(frozen=True, slots=True)
class Reporting:
    """Makes reports."""

    reader: PersonReader
    clock: Clock

    def report(self, subject: str, access: Access) -> Report:
        """The report on `P-…` or `C-…`. Raises what `PersonReader.read` raises."""
        found, records = self.reader.read(subject, access)
        kinds: dict[str, list[Entry]] = {name: [] for name in ("other", *LISTED.values())}
        for one in records:
            kinds[LISTED.get(one.held.record.topic, "other")].append(_entry(one))
        return Report(
            subject,
            found.cases,
            self.clock(),
            access.purpose,
            access.ground,
            tuple(sorted(kinds["other"], key=lambda entry: (entry.happened, entry.recorded))),
            tuple(kinds["disclosures"]),
            tuple(kinds["accesses"]),
        )


LISTED = {DisclosureMade.wire_type(): "disclosures", PersonalDataAccessed.wire_type(): "accesses"}


def _entry(one: OpenedRecord) -> Entry:
    stored = one.stored
    return Entry(
        stored["id"],
        stored["type"].rsplit(".", 2)[-2],
        one.held.service,
        one.held.record.sequence,
        stored["time"],
        stored["recordedtime"],
        stored["assertedbyrole"],
        stored.get("assertedbybody"),
        stored.get("amends"),
        stored.get("amendmentkind"),
        tuple(_values(one)),
    )


def _values(one: OpenedRecord) -> Iterator[Value]:
    for name in SHOWN_OF_ENVELOPE:
        if name in one.stored:
            yield from _closed(name, f"/{name}", one.values)
    for name, value in one.stored["data"].items():
        yield from _flat(name, f"/data/{name}", value, one.values)


def _flat(name: str, pointer: str, value: Any, opened: dict[str, Opened | Withheld]) -> Iterator[Value]:
    if pointer in opened:
        yield from _closed(name, pointer, opened)
    elif isinstance(value, dict) or (isinstance(value, list) and any(isinstance(one, dict) for one in value)):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in items:
            yield from _flat(f"{name}.{key}", f"{pointer}/{key}", inner, opened)
    else:
        yield Value(name, "open", value)


def _closed(name: str, pointer: str, opened: dict[str, Opened | Withheld]) -> Iterator[Value]:
    found = opened[pointer]
    if isinstance(found, Erased):
        yield Value(name, "erased", note=f"erased {found.since:%Y-%m-%d}")
    elif not isinstance(found, Plain):
        yield Value(name, "withheld" if isinstance(found, Withheld) else "unavailable", note=found.reason)
    elif any(inner.startswith(f"{pointer}/") for inner in opened):
        for inner in _flat(name, f"{pointer}", found.value, _without(opened, pointer)):
            yield Value(
                inner.field, "plain" if inner.state == "open" else inner.state, inner.value, inner.note
            )
    else:
        yield Value(name, "plain", found.value)


def _without(opened: dict[str, Opened | Withheld], pointer: str) -> dict[str, Opened | Withheld]:
    return {place: value for place, value in opened.items() if place != pointer}
