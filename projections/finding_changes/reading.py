"""Reads the change stream: pages by position, filters, and the history of one subject."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self, get_args

import orjson

from foundation.event_store.port import EventStore
from projections.safeguards.judging.rule import Outcome, Severity
from projections.safeguards.judging.scopes import SCOPES
from projections.safeguards.rules.register import BY_ID, RULES
from projections.viewing.rows import QuestionError, limit_of

PAGE = 1_000
"""Events read from the log at a time."""
SEARCHED = 10_000
"""Events after which an answer is given although few of them were wanted; its `next` goes on from there."""

FILTERS: Mapping[str, str] = {
    "severity": "Only findings of this severity",
    "outcome": "Only changes to this outcome",
    "rule": "Only findings of this rule",
    "area": "Only findings that protect this area",
    "scope": "Only findings about subjects of this kind",
    "subject": "Only findings about this subject",
    "case": "Only findings about this case or what belongs to it",
    "operation": "Only findings about this operation or whoever was on it",
    "contested": "yes or no: whether the sides differ",
}
"""Filter name to its meaning."""

CODES: Mapping[str, tuple[str, ...]] = {
    "severity": get_args(Severity),
    "outcome": (*get_args(Outcome), "not_applicable"),
    "rule": tuple(BY_ID),
    "area": tuple(sorted({area for rule in RULES for area in (rule.area, *rule.also_areas)})),
    "scope": tuple(SCOPES),
    "contested": ("yes", "no"),
}
"""Filters that take one of some codes."""


@dataclass(frozen=True)
class Asked:
    """Which changes are wanted, and from where on."""

    after: int = 0
    limit: int = 100
    filters: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """A question from names and texts. Raises QuestionError that lists what can be asked."""
        unknown = set(given) - set(FILTERS) - {"after", "limit"}
        if unknown:
            there_are = ", ".join((*FILTERS, "after", "limit"))
            raise QuestionError(f"changes of findings can be asked by: {there_are}")
        for name, codes in CODES.items():
            if given.get(name, codes[0]) not in codes:
                raise QuestionError(f"{name} is one of: {', '.join(codes)}")
        filters = {name: given[name] for name in FILTERS if name in given}
        return cls(_position(given.get("after")), limit_of(given.get("limit")), filters)


@dataclass(frozen=True)
class Told:
    """One event of the stream with its position."""

    position: int
    event: dict[str, Any]
    """The CloudEvent, as it is stored."""


@dataclass(frozen=True)
class Page:
    """Some changes in their order."""

    changes: tuple[Told, ...]
    next: int
    """Give it as `after` for what follows, now or later."""
    more: bool
    """Whether the log holds anything behind `next` already."""


def page_of(log: EventStore, asked: Asked) -> Page:
    """The wanted changes after a position. An empty page may still move on: see SEARCHED."""
    found: list[Told] = []
    at, searched = asked.after, 0
    for told in _from(log, at):
        at, searched = told.position, searched + 1
        if _wanted(told.event["data"], asked.filters):
            found.append(told)
        if len(found) == asked.limit or searched == SEARCHED:
            break
    return Page(tuple(found), at, log.head() > at)


def history(
    log: EventStore, subject: str, rule: str | None = None, known_at: datetime | None = None
) -> Iterator[Told]:
    """Every change of the findings about one subject, as told; those told by a moment when one is given.

    What was told before an erasure stays, and is the only history of findings whose values are gone.
    """
    wanted = {"subject": subject} | ({"rule": rule} if rule is not None else {})
    for told in _from(log, 0, subject):
        data = told.event["data"]
        by_then = known_at is None or datetime.fromisoformat(data["known_at"]) <= known_at
        if by_then and _wanted(data, wanted):
            yield told


def _from(log: EventStore, after: int, stream: str | None = None) -> Iterator[Told]:
    while records := log.read(after, PAGE):
        for record in records:
            if stream is None or record.stream == stream:
                yield Told(record.sequence, orjson.loads(record.body))
        after = records[-1].sequence


def _wanted(data: Mapping[str, Any], filters: Mapping[str, str]) -> bool:
    return all(code in _codes(data, name) for name, code in filters.items())


def _codes(data: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """What a filter is compared with."""
    match name:
        case "case" | "operation":
            return (*data[f"{name}s"], data["subject"])
        case "contested":
            return ("yes" if data["contested"] else "no",)
        case "area":
            return (
                (data["area"], *BY_ID[data["rule"]].also_areas) if data["rule"] in BY_ID else (data["area"],)
            )
    return (data[name],)


def _position(text: str | None) -> int:
    if text is None:
        return 0
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise QuestionError("after: take `next` of the page before, or begin again without it")
    return int(text)
