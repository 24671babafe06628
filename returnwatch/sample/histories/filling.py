"""Fills the fields of any event by their types. What a story leaves open is made up here.

The forms are read off the event classes once; a field that is added later is filled like the others.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import AwareDatetime

from events import ids as id_types
from events.base import Event, Structure
from events.codes import standards
from events.data_classes import DataClass, Sealed
from events.ids import PREFIXES
from events.values import Amount, Count, Line, Month, Text
from foundation.recording.periods import PERIODS
from returnwatch.sample.histories import words
from returnwatch.sample.histories.scene import DAY, HOUR, Scene, day, moment

Fill = Callable[[Scene], Any]
YES_NO = frozenset({"yes", "no", "unknown", "partly"})
BEGINS, ENDS = (frozenset(names) for names in zip(*PERIODS, strict=True))
OPEN_SHARE, CLOSED_SHARE = 0.55, 0.3
"""Shares in which optional fields are filled."""


@dataclass(frozen=True, slots=True)
class Form:
    """One field of an event or a structure."""

    name: str
    required: bool
    closed: bool
    fill: Fill
    contest: Fill | None
    """Another answer to the same question, where two sides may differ."""


@cache
def forms(model: type[Structure]) -> tuple[Form, ...]:
    """The fields of an event or a structure."""
    hints = get_type_hints(model, include_extras=True)
    return tuple(
        _form(model.__name__, name, hints[name], required=info.is_required())
        for name, info in model.model_fields.items()
    )


def filled(scene: Scene, kind: type[Event], stated: dict[str, Any]) -> dict[str, Any]:
    """The data of an event: what a story states, and by chance the rest. A stated None is left out."""
    data: dict[str, Any] = {}
    for form in forms(kind):
        if form.name in stated:
            if stated[form.name] is not None:
                data[form.name] = stated[form.name]
        elif form.required or scene.chance.happens(CLOSED_SHARE if form.closed else OPEN_SHARE):
            data[form.name] = form.fill(scene)
    return data


def contested(scene: Scene, kind: type[Event], data: dict[str, Any]) -> dict[str, Any]:
    """The same fact told otherwise in one or two places; the same where nothing can be told otherwise."""
    open_to_doubt = [form for form in forms(kind) if form.contest and form.name in data]
    if not open_to_doubt:
        return data
    changed = dict(data)
    for form in scene.chance.some_of(open_to_doubt, 2):
        if form.contest:
            changed[form.name] = form.contest(scene)
    return changed


def _form(model: str, name: str, hint: Any, *, required: bool) -> Form:
    base, marks = _plain(hint)
    closed = any(isinstance(mark, DataClass) and mark is not DataClass.OPEN for mark in marks)
    return Form(name, required, closed, _filler(model, name, base, marks), _contest(name, base))


def _plain(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    """The type of a value that is given and not sealed, and everything that is noted on it."""
    marks: tuple[Any, ...] = ()
    while True:
        if get_origin(hint) is Annotated:
            hint, *found = get_args(hint)
            marks = (*found, *marks)
        elif get_origin(hint) in (Union, UnionType):
            hint = next(one for one in get_args(hint) if one is not NoneType and _plain(one)[0] is not Sealed)
        else:
            return hint, marks


def _filler(model: str, name: str, base: Any, marks: tuple[Any, ...]) -> Fill:
    favoured = words.FAVOURABLE.get(f"{model}.{name}", words.FAVOURABLE.get(name))
    if get_origin(base) is Literal:
        return _code(name, get_args(base), favoured)
    if get_origin(base) is tuple:
        return _several(model, name, *_plain(get_args(base)[0]))
    if isinstance(base, type) and issubclass(base, Structure):
        inner = forms(base)
        return lambda scene: {
            form.name: form.fill(scene)
            for form in inner
            if form.required or scene.chance.happens(CLOSED_SHARE)
        }
    if base in _PLAIN:
        return _PLAIN[base](name)
    return _by_alias(model, name, marks)


def _code(name: str, codes: tuple[str, ...], favoured: tuple[Any, ...] | None) -> Fill:
    if set(codes) <= YES_NO:
        good, bad = ("no", "yes") if name in words.NO_IS_GOOD else ("yes", "no")
        odds = (good,) * 17 + ("unknown",) * 2 + (bad,)
        return lambda scene: scene.chance.one_of(odds)
    options = tuple(code for code in favoured or codes if code in codes) or codes
    return lambda scene: scene.chance.one_of(options)


def _several(model: str, name: str, base: Any, marks: tuple[Any, ...]) -> Fill:
    if get_origin(base) is Literal:
        codes = get_args(base)
        favoured = words.FAVOURABLE.get(f"{model}.{name}", words.FAVOURABLE.get(name, codes))
        options = tuple(code for code in favoured if code in codes) or codes
        return lambda scene: scene.chance.some_of(options, 3)
    if name in words.LINES:
        lines = words.LINES[name]
        return lambda scene: scene.chance.some_of(lines, 3)
    if _is(id_types.CaseId, marks):
        return lambda scene: scene.chance.some_of(scene.peers, 2) if scene.peers else []
    one = _filler(model, name, base, marks)
    return lambda scene: [one(scene)]


def _when(name: str, shown: Callable[[int], str]) -> Fill:
    if name == "planned_departure_at":
        return lambda scene: shown(scene.departure)
    if name in {"planned_arrival_at", "arrived_at"}:
        return lambda scene: shown(scene.departure + 6 * HOUR)
    if name == "date_of_birth":
        return lambda scene: shown(scene.departure - scene.chance.seconds(19 * 365 * DAY, 60 * 365 * DAY))
    spans = (
        (words.SOON, 5 * 60, 4 * HOUR),
        (words.LATER, 7 * DAY, 90 * DAY),
        (words.EARLIER, -20 * DAY, -DAY),
    )
    for pattern, least, most in spans:
        if pattern.search(name):
            return lambda scene: shown(scene.now + scene.chance.seconds(least, most))
    return lambda scene: shown(scene.now)


def _by_alias(model: str, name: str, marks: tuple[Any, ...]) -> Fill:
    for alias, fill in _ALIASES:
        if _is(alias, marks):
            return fill(model, name)
    raise TypeError(f"{model}.{name}: no invented value is known for a field of this type")


def _is(alias: Any, marks: tuple[Any, ...]) -> bool:
    own = get_args(alias)[1:]
    return marks[: len(own)] == own


def _subject(kind: str) -> Callable[[str, str], Fill]:
    return lambda _model, _name: lambda scene: scene.id_of(kind)


def _country(model: str, name: str) -> Fill:
    if {name, f"{model}.{name}"} & words.HOST_FIELDS:
        return lambda scene: scene.host
    return lambda scene: scene.home


def _body(_model: str, name: str) -> Fill:
    role = words.HOLDERS.get(name, "authority")
    return lambda scene: scene.bodies[role]


def _event(_model: str, name: str) -> Fill:
    if name == "amends_event":
        return lambda scene: scene.told.get("ObservationFiled") or scene.record_id()
    return lambda scene: scene.record_id()


def _count(_model: str, name: str) -> Fill:
    if name in words.COUNTS:
        number = words.COUNTS[name]
        return lambda _: number
    if name in {
        "planned_returnees",
        "returnees",
        "departed_count",
        "handed_over_count",
        "returnees_on_board",
    }:
        return lambda scene: scene.size
    most = 90 if "minutes" in name else 4
    return lambda scene: int(scene.chance.random() * most)


def _line(_model: str, name: str) -> Fill:
    lines = words.LINES.get(name, words.LINE)
    return lambda scene: scene.chance.one_of(lines)


def _point(_model: str, name: str) -> Fill:
    if name == "departure_point":
        return lambda scene: words.AIRPORTS[scene.host]
    return lambda scene: words.HOMES[scene.home][1]


def _truth(name: str) -> Fill:
    share = 0.85 if name in words.TRUE else 0.12
    return lambda scene: scene.chance.happens(share)


_PLAIN: Mapping[Any, Callable[[str], Fill]] = {
    bool: _truth,
    AwareDatetime: lambda name: _when(name, moment),
    date: lambda name: _when(name, day),
}
_ALIASES: tuple[tuple[Any, Callable[[str, str], Fill]], ...] = (
    (standards.Country, _country),
    (standards.Language, lambda _, __: lambda scene: words.HOMES[scene.home][2]),
    (standards.Currency, lambda _, __: lambda scene: words.HOMES[scene.home][3]),
    (standards.AdminArea, lambda _, __: lambda scene: scene.id_of("area").removeprefix("X-")),
    (standards.TransportPoint, _point),
    (id_types.OrganizationId, _body),
    (id_types.EventId, _event),
    (id_types.FacilityId, lambda _, __: lambda scene: scene.chance.one_of(scene.facilities)),
    *(
        (alias, _subject(kind))
        for kind in PREFIXES
        if (alias := getattr(id_types, "".join(part.title() for part in kind.split("_")) + "Id", None))
        and kind not in {"organization", "event", "facility"}
    ),
    (Month, lambda _, __: lambda scene: day(scene.now)[:7]),
    (Line, _line),
    (Text, lambda _, __: lambda scene: scene.chance.one_of(words.PHRASES)),
    (Count, _count),
    (Amount, lambda _, __: lambda scene: f"{50 + int(scene.chance.random() * 95_000) / 100:.2f}"),
)


def _contest(name: str, base: Any) -> Fill | None:
    """How else a field may be answered, so that the record as a whole still holds together."""
    if base is AwareDatetime and name not in ENDS and not name.startswith("planned_"):
        latest = 0 if name in BEGINS else 50 * 60
        return lambda scene: moment(scene.now + scene.chance.seconds(-50 * 60, latest))
    if get_origin(base) is Literal:
        codes = get_args(base)
        return lambda scene: scene.chance.one_of(codes)
    if base is int:
        return lambda scene: int(scene.chance.random() * 9)
    return None
