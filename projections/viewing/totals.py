"""Tables of totals: a question to facts, answered by what may be told of them (suppression.py)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from statistics import fmean, pstdev

from projections.viewing.rows import QuestionError
from projections.viewing.suppression import WITHHELD, Fact, Limits, Node, Population
from projections.viewing.view import Question, Row

Cell = list[Fact] | str
"""The facts behind a number, or the mark that stands for it."""
OF = "of"
"""Which kind of thing a fact counts."""


@dataclass(frozen=True)
class Counted:
    """One kind of thing that a view counts, each by one fact."""

    of: str
    """As in the facts: `case`."""
    column: str
    """The column of its number: `cases`."""
    dimensions: frozenset[str] = frozenset()
    """Dimensions by which it may be told."""
    parts: Mapping[str, str] = field(default_factory=dict)
    """Column to a dimension with yes and no; the column has the number of yes."""
    codes: Mapping[str, str] = field(default_factory=dict)
    """Column of a part to the code that it counts, where that is not yes."""
    averages: Mapping[str, str] = field(default_factory=dict)
    """Column to a number of the facts; the column has its mean, and `<column>_spread` its spread."""
    rates: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """Column to another column and for how many of the things counted it is stated, for example per 100."""
    share: str | None = None
    """Column with the percentage of its group that has a code, in totals by a dimension within groups."""


@dataclass(frozen=True)
class Totals:
    """What a view of totals counts, and by what."""

    frame: tuple[str, ...]
    """Dimensions within one another, such as year and month: the only ones that go with any other. A code of
    the second begins with its code of the first and a hyphen."""
    counted: tuple[Counted, ...]
    apart: str | None = None
    """A dimension whose codes are never added up, such as the version of a survey: a table for each."""
    label: Callable[[str], Row] = lambda _code: {}
    """What is said of each such code."""

    def answer(self, rows: Iterable[Row], question: Question) -> list[Row]:
        """The table that is asked for. Raises QuestionError for what cannot be asked together."""
        asked = _Asked.of(self, question)
        if self.apart is None:
            return list(_table(self, asked, list(rows), question.limits))
        codes = question.filters.get(self.apart)
        tables: dict[str, list[Fact]] = {}
        for row in rows:
            tables.setdefault(str(row[self.apart]), []).append(row)
        return [
            {self.apart: code, **self.label(code), **row}
            for code, facts in sorted(tables.items())
            if codes in {None, code}
            for row in _table(self, asked, facts, question.limits)
        ]


@dataclass(frozen=True)
class _Asked:
    path: tuple[str, ...]
    """The group of the tree that is asked about."""
    level: str | None
    """The level whose groups are the rows."""
    other: str | None
    """The one dimension besides."""
    value: str | None
    """The value of it that is asked about; without one every value is a row."""

    @classmethod
    def of(cls, totals: Totals, question: Question) -> "_Asked":
        frame = totals.frame
        filters = {name: code for name, code in question.filters.items() if name != totals.apart}
        others = {name for name in (*filters, question.by) if name is not None and name not in frame}
        if len(others) > 1:
            raise QuestionError(
                f"{' and '.join(sorted(others))} are not answered together, since that could show single "
                f"persons; ask for one of them, alone or with {' and '.join(frame)}"
            )
        other = next(iter(others), None)
        known = set().union(*(counted.dimensions for counted in totals.counted))
        if other is not None and other not in known:
            there_are = ", ".join((*frame, *sorted(known)))
            raise QuestionError(f"totals are not told by {other}; they are told by: {there_are}")
        level = question.by if question.by in frame else None
        return cls(_path(frame, filters), level, other, filters.get(other or ""))


def _path(frame: tuple[str, ...], filters: Mapping[str, str]) -> tuple[str, ...]:
    given = [name for name in frame if name in filters]
    if not given:
        return ()
    depth = frame.index(given[-1]) + 1
    code = filters[given[-1]]
    parents = ["-".join(code.split("-")[: place + 1]) for place in range(depth - 1)]
    path = (*parents, code)
    for name in given:
        if path[frame.index(name)] != filters[name]:
            raise QuestionError(f"{given[-1]} and {name} exclude each other; leave {name} out")
    return path


def _table(totals: Totals, asked: _Asked, facts: list[Fact], limits: Limits) -> Iterator[Row]:
    columns = [
        _Column(counted, totals.frame, asked, [fact for fact in facts if fact[OF] == counted.of], limits)
        for counted in totals.counted
        if asked.other is None or asked.other in counted.dimensions
    ]
    codes: list[str | None] = [*sorted({code for column in columns for code in column.codes})]
    for code in codes or [None]:
        cells: dict[str, object] = {}
        for column in columns:
            cells |= column.cells(code)
        name = asked.level or asked.other
        fixed = {asked.other: asked.value} if asked.other and asked.value else {}
        hidden = [column for column, cell in cells.items() if isinstance(cell, str)]
        yield {**({name: code or WITHHELD} if name else {}), **fixed, **cells, "suppressed": hidden}


class _Column:
    """The columns of one kind of thing in every row of a table."""

    def __init__(
        self, counted: Counted, frame: tuple[str, ...], asked: _Asked, facts: list[Fact], limits: Limits
    ) -> None:
        self._counted, self._asked, self._frame = counted, asked, frame
        self._number = Population(facts, frame, limits.count)
        self._averages = {
            column: Population([fact for fact in facts if fact.get(name) is not None], frame, limits.average)
            for column, name in counted.averages.items()
        }

    @property
    def codes(self) -> list[str]:
        """The rows for which this has something to tell."""
        asked = self._asked
        if asked.level is not None:
            return self._groups(asked.level)
        if asked.other is not None and asked.value is None:
            return self._number.values(asked.other)
        return ["all"]

    def cells(self, code: str | None) -> dict[str, object]:
        """The cells of one row; of the only one when no row may be named."""
        asked, of = self._asked, self._counted
        if code is None:
            return self._nothing()
        value = asked.value or (code if asked.other is not None and asked.level is None else None)
        found: dict[str, object] = {
            of.column: _count(_cell(self._number, self._path_of(code), asked.other, value))
        }
        if asked.other is None:
            for column, dimension in of.parts.items():
                wanted = of.codes.get(column, "yes")
                found[column] = _count(_cell(self._number, self._path_of(code), dimension, wanted))
        elif of.share is not None:
            whole = _count(_cell(self._number, self._path_of(code), None, None))
            found[of.share] = _rate(found[of.column], whole, 100)
        for column, population in self._averages.items():
            cell = _cell(population, self._path_of(code), asked.other, value)
            found |= _average(column, of.averages[column], cell)
        for column, (part, per) in of.rates.items():
            if part in found:
                found[column] = _rate(found[part], found[of.column], per)
        return found

    def _nothing(self) -> dict[str, object]:
        """Cells that show nothing."""
        of, whole = self._counted, self._number.at()
        cells: dict[str, object] = {of.column: whole if isinstance(whole, str) else WITHHELD}
        if self._asked.other is not None and of.share is not None:
            cells[of.share] = WITHHELD
        if self._asked.other is None:
            cells |= dict.fromkeys((*of.parts, *of.rates), WITHHELD)
        for column in of.averages:
            cells |= _average(column, "", WITHHELD)
        return cells

    def _path_of(self, code: str) -> tuple[str, ...]:
        level, path = self._asked.level, self._asked.path
        if level is None or len(path) > self._frame.index(level):
            return path
        return _path(self._frame, {level: code})

    def _groups(self, level: str) -> list[str]:
        """The groups at a level that may be named."""
        path, depth = self._asked.path, self._frame.index(level) + 1
        if len(path) >= depth:
            return [path[depth - 1]]
        paths = [path]
        for _ in range(depth - len(path)):
            paths = [
                (*path, code)
                for path in paths
                if isinstance(node := self._number.at(*path), Node) and node.inner is not None
                for code in node.inner.values
            ]
        return [path[-1] for path in paths]


def _cell(population: Population, path: tuple[str, ...], dimension: str | None, value: str | None) -> Cell:
    group = population.at(*path)
    if isinstance(group, str):
        return group
    if dimension is None or value is None:
        return list(group.facts)
    return population.members(group, dimension, value)


def _count(cell: Cell) -> int | str:
    return cell if isinstance(cell, str) else len(cell)


def _average(column: str, name: str, cell: Cell) -> dict[str, object]:
    if isinstance(cell, str):
        return {column: WITHHELD, f"{column}_spread": WITHHELD}
    numbers = [float(fact[name]) for fact in cell]
    return {column: round(fmean(numbers), 2), f"{column}_spread": round(pstdev(numbers), 2)}


def _rate(part: object, whole: object, per: int) -> float | str:
    if isinstance(part, int) and isinstance(whole, int) and whole:
        return round(per * part / whole, 1)
    return WITHHELD
