"""Under which types, states, destinations and years an operation counts, and with which figures."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from projections.operation_coverage.documents import Row, Stated

NOT_STATED = "not_stated"
"""No source says, or only an older document, whose states or destinations no longer hold."""
SEVERAL = "several"
"""One row of a document gives figures for several countries of return together; they are not divided."""

DIMENSIONS = ("type", "state", "destination", "year")
"""By what operations are counted."""


@dataclass(frozen=True, slots=True)
class Share:
    """An operation under one code of one dimension, with the part of its figures that belongs there."""

    dimension: str
    code: str
    returnees: int
    escorts: int


def shares_of(row: Mapping[str, Any], figures: Mapping[str, Stated]) -> Iterator[Share]:
    """The operation once under each of its codes in each dimension."""
    for dimension in ("type", "year"):
        yield Share(dimension, row[dimension], figures["returnees"].value or 0, figures["escorts"].value or 0)
    yield from _divided("state", row["states"], _state_among(row["states"]), figures)
    yield from _divided("destination", row["destinations"], _destination_among(row["destinations"]), figures)


def _divided(
    dimension: str, codes: list[str], code_of: Callable[[Row], str], figures: Mapping[str, Stated]
) -> Iterator[Share]:
    returnees, escorts = (_by_code(figures[name], name, code_of) for name in ("returnees", "escorts"))
    for code in sorted({*codes, *returnees, *escorts} or {NOT_STATED}):
        yield Share(dimension, code, returnees[code], escorts[code])


def _by_code(figure: Stated, name: str, code_of: Callable[[Row], str]) -> Counter[str]:
    return figure.document.divided(name, code_of) if figure.document else Counter()


def _state_among(known: list[str]) -> Callable[[Row], str]:
    """Figures of an older document may be of a state that the newest no longer names."""
    return lambda row: row.state if row.state in known else NOT_STATED


def _destination_among(known: list[str]) -> Callable[[Row], str]:
    """Rows that name no destination belong to the operation's only one, when it has just one."""
    unnamed = known[0] if len(known) == 1 else NOT_STATED

    def code(row: Row) -> str:
        if not row.destinations:
            return unnamed
        if not set(row.destinations) <= set(known):
            return NOT_STATED
        return row.destinations[0] if len(row.destinations) == 1 else SEVERAL

    return code
