"""Reads the change stream: pages by position, filters, and the history of one subject."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self

import orjson

from foundation.event_store.port import EventStore
from projections.finding_changes.filters import CODES, FILTERS, is_wanted
from projections.finding_changes.index import ChangeIndex
from projections.viewing.rows import QuestionError, limit_of

PAGE = 1_000
"""Events read from the log at a time."""
SEARCHED = 10_000
"""Events behind the index after which an answer is given although few of them were wanted."""
NEAR = 8
"""Positions between two wanted changes that are read along with them."""


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


def page_of(log: EventStore, asked: Asked, index: ChangeIndex | None = None) -> Page:
    """The wanted changes after a position. An empty page may still move on: see SEARCHED and CANDIDATES."""
    found: list[Told] = []
    at = asked.after
    reached = index.reached() if index is not None and asked.filters else 0
    if index is not None and at < reached:
        hits = index.hits(asked.filters, at, asked.limit, reached)
        found, at = list(_at(log, hits.positions)), hits.searched
    if at >= reached and len(found) < asked.limit:
        more, at = _searched(log, replace(asked, after=at, limit=asked.limit - len(found)))
        found += more
    return Page(tuple(found), at, log.head() > at)


def history(
    log: EventStore,
    subject: str,
    rule: str | None = None,
    known_at: datetime | None = None,
    index: ChangeIndex | None = None,
) -> Iterator[Told]:
    """Every change of the findings about one subject, as told; those told by a moment when one is given.

    What was told before an erasure stays, and is the only history of findings whose values are gone.
    """
    asked = Asked(0, PAGE, {"subject": subject} | ({"rule": rule} if rule is not None else {}))
    while True:
        page = page_of(log, asked, index)
        for told in page.changes:
            if known_at is None or datetime.fromisoformat(told.event["data"]["known_at"]) <= known_at:
                yield told
        if not page.more:
            return
        asked = replace(asked, after=page.next)


def _at(log: EventStore, positions: Sequence[int]) -> Iterator[Told]:
    """The changes at some positions; those that lie close together are read together."""
    start = 0
    for place in range(1, len(positions) + 1):
        if place == len(positions) or positions[place] - positions[place - 1] > NEAR:
            first, last = positions[start], positions[place - 1]
            wanted, start = set(positions[start:place]), place
            for record in log.read(first - 1, last - first + 1):
                if record.sequence in wanted:
                    yield Told(record.sequence, orjson.loads(record.body))


def _searched(log: EventStore, asked: Asked) -> tuple[list[Told], int]:
    """What the log itself holds behind a position, and up to where it was looked at."""
    found: list[Told] = []
    at, searched = asked.after, 0
    size = PAGE if asked.filters else min(PAGE, asked.limit)
    while searched < SEARCHED and (records := log.read(at, size)):
        for record in records:
            at, searched = record.sequence, searched + 1
            event = orjson.loads(record.body)
            if is_wanted(event["data"], asked.filters):
                found.append(Told(at, event))
            if len(found) == asked.limit:
                return found, at
    return found, at


def _position(text: str | None) -> int:
    if text is None:
        return 0
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise QuestionError("after: take `next` of the page before, or begin again without it")
    return int(text)
