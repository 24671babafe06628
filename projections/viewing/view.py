"""A monitoring view: its question, the columns of its rows, and the pure function that makes them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from events.base import SERVICES, Service
from projections.viewing.group import Group
from projections.viewing.suppression import Limits

Row = Mapping[str, Any]
"""Column name to JSON value. No sealed value and nothing opened from one, unless the column says so."""

PLATFORM_DEFAULTS = "Numbers on which the row rests that no source states and no body has confirmed"
"""Meaning of the column `platform_defaults`."""


@dataclass(frozen=True)
class Column:
    """One column of a view."""

    name: str
    meaning: str


@dataclass(frozen=True)
class Made:
    """A row with what finds it again."""

    row: Row
    key: str
    """Unique in the view and the same whoever makes the row; opaque, without personal data."""
    sort: str
    """Place in the order of pages, compared byte by byte: a date, a severity, an id."""
    facets: Mapping[str, Iterable[str]] = field(default_factory=dict)
    """Filter name to the codes under which the row is found."""


@dataclass(frozen=True)
class Question:
    """What is asked of a view besides its filters."""

    now: datetime
    """The moment judged; for a view as of another day, that day."""
    filters: Mapping[str, str]
    by: str | None = None
    """The dimension of totals, where the view has totals."""
    limits: Limits = field(default_factory=Limits)
    """From how many persons on totals show numbers."""


@dataclass(frozen=True)
class Export:
    """A further form in which the rows of a view can be had."""

    media_type: str
    write: Callable[[Iterable[Row], datetime], str]
    """The whole document from the rows of a page and the moment of asking."""


Whose = Literal["body", "acts_for", "everyone"]
"""What of a token says which rows are whose: its body, or the persons and cases for whom its holder acts."""
EVERYONE = "everyone"
"""Stands in a facet for whoever the policies let in."""


@dataclass(frozen=True)
class Part:
    """A part of a view, for those who may see some of it and not all: fewer rows, and fewer columns.

    Rows belong to whoever stands under one of their facets. The others are not there for the reader: no page,
    filter or total shows that they exist.
    """

    name: str
    """As the policies know it: the name of the view, a dot, and a word of its own."""
    meaning: str
    """Whose rows they are and what is left out, in a sentence."""
    facet: str
    """The facet that says to whom a row belongs."""
    whose: Whose
    columns: tuple[str, ...]
    filters: tuple[str, ...]
    services: tuple[Service, ...] = SERVICES
    """Services whose records show in it; who may not see one of them may not see the part."""
    rows: Callable[[Group], Iterable[Made]] | None = None
    """Makes rows of its own, for example from fewer records; the rows of the view unless stated."""
    shown: Callable[[Row], Row] = dict
    """What is left of a row besides the columns that are left out."""
    answer: Callable[[Iterable[Row], Question], list[Row]] | None = None
    """Makes the answer from the rows of the part, where the view answers with totals."""


@dataclass(frozen=True)
class View:
    """One monitoring view, made subject by subject from records.

    `rows` is pure: the same records give the same rows in whatever order they came, so every row can be made
    again by others. What depends on the day of asking (days overdue) is added by `shown`; totals and shares
    are made by `answer` from the rows that the filters leave.
    """

    name: str
    """As in addresses: `force-register`."""
    number: str
    """As in the requirements: `V4`."""
    question: str
    """What it answers, in a sentence."""
    per: frozenset[str]
    """Kinds of subject from whose records rows are made: each subject of these kinds is one group."""
    columns: tuple[Column, ...]
    rows: Callable[[Group], Iterable[Made]]
    filters: Mapping[str, str] = field(default_factory=dict)
    """Filter name to its meaning. Every filter is a facet of the rows."""
    by: Mapping[str, str] = field(default_factory=dict)
    """Dimension of totals to its meaning; empty when the view has no totals."""
    brief: tuple[str, ...] = ()
    """Columns of the table for people, where all of them would be too wide; other forms show every column."""
    services: tuple[Service, ...] = SERVICES
    """Services whose records it shows; who may not see one of them may not see the view."""
    shown: Callable[[Row, datetime], Row] | None = None
    """Completes a row at the moment of asking."""
    answer: Callable[[Iterable[Row], Question], list[Row]] | None = None
    """Makes the answer from every row, in place of pages of them: totals, shares, suppressed cells.

    It applies the filters itself, since what may be told of one part depends on the others."""
    totals: tuple[Column, ...] = ()
    """Columns of the answer by a dimension, where they are others than those of rows."""
    pages: bool = False
    """Whether it has pages of rows as well; then `answer` is for questions by a dimension."""
    chosen: bool = False
    """Whether `answer` is given shown rows that the filters leave, since it has nothing to hide."""

    @property
    def answers_by_rows(self) -> bool:
        """Whether rows are had in pages."""
        return self.answer is None or self.pages

    kept: Callable[[Group], bool] | None = None
    """Whether the rows made before stay, since the values from which they were made are gone."""
    keeping: Callable[[Row], Row] = dict
    """Marks a row that stays."""
    exports: Mapping[str, Export] = field(default_factory=dict)
    """Name of a form besides table, CSV and JSON, for example `ics`."""
    as_of: bool = False
    """Whether it can be asked about one subject as of another day and as known on another day."""
    parts: tuple[Part, ...] = ()
    """Parts for those who may not see the whole, the first that the policies permit."""
