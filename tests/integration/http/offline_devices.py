"""What two monitors wrote on devices without a network, and the ways in which the devices bring it home."""

import json
import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Literal, get_args
from uuid import UUID, uuid5

from hypothesis import strategies as st

from events.catalogue import BY_KEBAB
from events.cloudevents import ATTRIBUTES, LISTS
from events.codes.common import AmendmentKind
from tests.integration.http.serving import EXAMPLES

FILED = "observation-filed"
AMENDED = "observation-amended"
REACHED = "operation-milestone-reached"
GOLDEN = {
    FILED: "observation-filed.v1.with-notes-and-account",
    AMENDED: "observation-amended.v1.one-item-edited-on-two-tablets",
    REACHED: "operation-milestone-reached.v1.interrupted-with-reason",
}
USERS = tuple(f"USR-018f6a2c-0000-7000-8000-00000000000{number}" for number in "ab")
"""Two monitors of one body."""
ELSEWHERE = "EVT-018f6a2c-0000-7000-8000-00000000dead"
"""A record that no device here has written: it is on a third one, or lost."""

LOOSE_ID = re.compile(r'("(?:id|event_id|amends)": ")EVT-')

Fate = Literal["answered", "answer lost", "cut off"]
Form = Literal["own", "cloud event", "batch"]


@dataclass(frozen=True)
class Page:
    """One record as it stands on the device of its author."""

    author: int
    kind: str
    record: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.record["event_id"])

    def as_cloud_event(self) -> dict[str, Any]:
        attributes = {
            ATTRIBUTES[name]: " ".join(value) if name in LISTS else value
            for name, value in self.record.items()
            if name != "data"
        }
        fixed = {"specversion": "1.0", "source": "/device/7", "type": BY_KEBAB[self.kind].wire_type()}
        return attributes | fixed | {"data": self.record["data"]}


@dataclass(frozen=True)
class Sending:
    """One request of one device."""

    author: int
    form: Form
    pages: tuple[Page, ...]
    """Of the same author; the same one may stand there twice. Only a batch has several."""
    fate: Fate
    spelling: int
    """Which of the ways to write the same JSON value."""
    spoilt: bool = False
    """Whether a batch begins with an item that nobody can record."""

    def body(self) -> bytes:
        """What goes over the wire."""
        if self.form == "own":
            value: Any = self.pages[0].record
        else:
            value = [page.as_cloud_event() for page in self.pages]
            value = (
                ([{"type": "nothing"}] if self.spoilt else []) + value if self.form == "batch" else value[0]
            )
        return SPELLINGS[self.spelling](value).encode()


def _other_ids(value: Any) -> str:
    """The same with ids of the statement that lack their prefix, which a device may leave out."""
    return LOOSE_ID.sub(r"\1", json.dumps(value))


SPELLINGS: tuple[Callable[[Any], str], ...] = (
    json.dumps,
    lambda value: json.dumps(value, sort_keys=True, indent=1),
    lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":")),
    _other_ids,
)

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30).map(
    lambda text: f"She said: {text}"
)
MOMENTS = st.sampled_from(["2025-03-18T17:40:00+01:00", "2025-03-18T16:40:00Z", "1970-01-01T00:00:00+00:00"])
AUTHORS = st.integers(0, 1)


@st.composite
def notebooks(draw: st.DrawFn, salt: UUID) -> tuple[Page, ...]:
    """What both wrote: observations, milestones, and edits of their own records and of one another's.

    Their ids follow from the salt. The clock and the counter of a device may stand still, run backwards or
    begin anew.
    """
    pages: list[Page] = []
    for _ in range(draw(st.integers(1, 3))):
        pages.append(_page(draw, uuid5(salt, str(len(pages))), draw(st.sampled_from([FILED, REACHED]))))
    for _ in range(draw(st.integers(0, 5))):
        pages.append(
            _amendment(draw, uuid5(salt, str(len(pages))), [ELSEWHERE, *(page.id for page in pages)])
        )
    return tuple(pages)


def _page(draw: st.DrawFn, event_id: UUID, kind: str) -> Page:
    record: dict[str, Any] = deepcopy(_golden(kind))
    record["event_id"] = f"EVT-{event_id}"
    record["device_time"] = draw(MOMENTS)
    record["device_sequence"] = draw(st.integers(0, 3))
    if kind != REACHED:
        record["data"]["account"] = draw(TEXTS)
    return Page(draw(AUTHORS), kind, record)


def _amendment(draw: st.DrawFn, event_id: UUID, known: list[str]) -> Page:
    page = _page(draw, event_id, AMENDED)
    amended, way = draw(st.sampled_from(known)), draw(st.sampled_from(get_args(AmendmentKind)))
    page.record.update(amends=amended, amendment_kind=way)
    page.record["data"].update(amends_event=amended, kind=way)
    return page


def _golden(kind: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((EXAMPLES / "return_operation" / f"{GOLDEN[kind]}.json").read_text())
    return found


@st.composite
def journeys(draw: st.DrawFn, pages: tuple[Page, ...]) -> list[list[Sending]]:
    """Requests in rounds; those of one round are under way at the same time."""
    return draw(st.lists(st.lists(sendings(pages), min_size=1, max_size=4), max_size=5))


@st.composite
def sendings(draw: st.DrawFn, pages: tuple[Page, ...]) -> Sending:
    """Any request with pages of one author, in any order and as often as may be."""
    author = draw(st.sampled_from(sorted({page.author for page in pages})))
    own = [page for page in pages if page.author == author]
    return Sending(
        author,
        draw(st.sampled_from(get_args(Form))),
        tuple(draw(st.lists(st.sampled_from(own), min_size=1, max_size=6))),
        draw(st.sampled_from(get_args(Fate))),
        draw(st.integers(0, len(SPELLINGS) - 1)),
        draw(st.booleans()),
    )
