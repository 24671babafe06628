"""The report on a person as text that a person can read."""

import json
from collections.abc import Iterator
from typing import Any

from services.data_protection.application.reporting import Entry, Report, Value

WIDTH = 34


def as_text(report: Report) -> str:
    """The whole report, records in the order in which things happened."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"Everything held on {report.subject}"
    yield f"made {report.made_at:%Y-%m-%d %H:%M %Z} for {report.purpose} on the ground of {report.ground}"
    yield f"cases: {', '.join(report.cases)}"
    yield from _part("Records", report.records)
    yield from _part("To whom data were given", report.disclosures)
    yield from _part("Who came to see data", report.accesses)


def _part(title: str, entries: tuple[Entry, ...]) -> Iterator[str]:
    yield ""
    yield f"{title}: {len(entries) or 'none'}"
    for entry in entries:
        yield ""
        yield f"* {entry.name.replace('-', ' ')}, {entry.happened}"
        by = f"{entry.role} {entry.body}" if entry.body else entry.role
        yield f"  said by {by}; {entry.event_id}, {entry.service} {entry.sequence}, recorded {entry.recorded}"
        if entry.amends:
            yield f"  {entry.amendment} of {entry.amends}"
        for value in entry.values:
            yield f"    {value.field.replace('_', ' '):{WIDTH}} {_shown(value)}"


def _shown(value: Value) -> str:
    if value.note is not None:
        return f"[{value.state}: {value.note}]"
    return _written(value.value)


def _written(value: Any) -> str:
    if isinstance(value, str):
        return value.replace("\n", "\n" + " " * (WIDTH + 5))
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False)
