"""Builds records of any event class in which every value that is not open carries a mark.

Follows the annotations of the fields, not the vault's own way of finding what to seal.
"""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import AfterValidator, AwareDatetime, BaseModel, StringConstraints
from pydantic.fields import FieldInfo

from events.base import Event
from events.data_classes import DataClass, Sealed
from events.envelope import Statement
from events.submission import Submission

MARK = "Plant3d"
OLD = date(1900, 1, 1)
"""Dates before 1930 are marked ones; open dates are later."""

BY_VALIDATOR: dict[str, st.SearchStrategy[Any]] = {
    "_country": st.sampled_from(["DE", "NG", "XX"]),
    "_subdivision": st.sampled_from(["NG-LA", "DE-BY"]),
    "_language": st.sampled_from(["ar", "fa-AF"]),
    "_currency": st.just("EUR"),
    "_well_formed_event_id": st.uuids().map(lambda value: f"EVT-{value}"),
}
MARKED_TEXT = st.integers(0, 10**9).map(lambda number: f"{MARK}{number}")
MARKED_MONTHS = st.dates(OLD, date(1929, 1, 1)).map("{:%Y-%m}".format)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds


@st.composite
def submissions(draw: st.DrawFn, kind: type[Event]) -> Submission:
    """A well-formed record with every field filled, about one case or several subjects."""
    subjects = tuple(
        f"{draw(st.sampled_from('COB'))}-{value}"
        for value in draw(st.lists(st.uuids(), min_size=1, max_size=3))
    )
    fixed = {"subject_ids": subjects, "amends": None, "amendment_kind": None}
    statement = {
        name: draw(_field(info)) for name, info in Statement.model_fields.items() if name not in fixed
    }
    event = {name: draw(_field(info)) for name, info in kind.model_fields.items()}
    return Submission(Statement.model_validate(statement | fixed), kind.model_validate(event))


def marks(value: Any) -> list[str]:
    """Every marked text or date in a value."""
    if isinstance(value, BaseModel):
        value = list(dict(value).values())
    if isinstance(value, (tuple, list)):
        return [mark for item in value for mark in marks(item)]
    if isinstance(value, str) and MARK in value:
        return [value]
    if isinstance(value, str) and re.fullmatch(r"1[89]\d\d-\d\d", value):
        return [value]
    if isinstance(value, date) and not isinstance(value, datetime) and value.year < 1930:
        return [value.isoformat()]
    return []


def _field(info: FieldInfo) -> st.SearchStrategy[Any]:
    secret = any(isinstance(mark, DataClass) and mark is not DataClass.OPEN for mark in info.metadata)
    return _value(info.annotation, info.metadata, secret=secret)


def _value(annotation: Any, metadata: list[Any], *, secret: bool) -> st.SearchStrategy[Any]:  # noqa: PLR0911 - one line per form
    if get_origin(annotation) is Annotated:
        return _value(annotation.__origin__, [*metadata, *annotation.__metadata__], secret=secret)
    if get_origin(annotation) in (Union, UnionType):
        choices = [part for part in get_args(annotation) if not _is_left_out(part)]
        return _value(choices[0], metadata, secret=secret)
    if get_origin(annotation) is tuple:
        item = _value(get_args(annotation)[0], [], secret=secret)
        return st.lists(item, min_size=1, max_size=2).map(tuple)
    if get_origin(annotation) is Literal:
        return st.sampled_from(get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return st.fixed_dictionaries(
            {name: _member(info, secret=secret) for name, info in annotation.model_fields.items()}
        ).map(annotation.model_validate)
    if annotation is str:
        return _text(metadata, secret=secret)
    if annotation is date:
        return st.dates(OLD, date(1929, 1, 1)) if secret else st.dates(date(2000, 1, 1), date(2100, 1, 1))
    return {
        bool: st.booleans(),
        int: st.integers(0, 2**53 - 1),
        AwareDatetime: MOMENTS,
        Decimal: st.decimals(0, 10**6, places=2),
    }[annotation]


def _member(info: FieldInfo, *, secret: bool) -> st.SearchStrategy[Any]:
    stricter = any(isinstance(mark, DataClass) and mark is not DataClass.OPEN for mark in info.metadata)
    return _value(info.annotation, info.metadata, secret=secret or stricter)


def _text(metadata: list[Any], *, secret: bool) -> st.SearchStrategy[Any]:
    for mark in metadata:
        if isinstance(mark, AfterValidator):
            return BY_VALIDATOR[mark.func.__name__]  # type: ignore[union-attr]  # ours are plain functions
    patterns = [mark.pattern for mark in metadata if isinstance(mark, StringConstraints) and mark.pattern]
    for pattern in map(str, patterns):
        if "0-9a-f" in pattern:
            prefix = pattern.strip("^($").partition("|")[0].partition("-")[0]
            return st.uuids().map(lambda value, prefix=prefix: f"{prefix}-{value}")
        if "UNLOCODE" in pattern:
            return st.just("IATA:VIE")
        if "1[0-2]" in pattern:
            return MARKED_MONTHS if secret else st.just("2025-03")
    return MARKED_TEXT if secret else st.sampled_from(["open-line", "open-text"])


def _is_left_out(part: Any) -> bool:
    return part is type(None) or (get_origin(part) is Annotated and part.__origin__ is Sealed)
