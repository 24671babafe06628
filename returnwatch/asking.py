"""A question to any view, as the command line puts it: options become filters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from projections.operation_coverage.shares import DIMENSIONS
from projections.operation_coverage.table import NAME as COVERAGE_ROWS
from projections.operation_coverage.view import QuestionError as CoverageQuestionError
from projections.operation_coverage.view import coverage
from projections.query.views import BY_NAME
from projections.runner.answers import Position
from projections.runner.reading import ask
from projections.viewing.asking import Asked, answer_to
from projections.viewing.rows import QuestionError, limit_of
from returnwatch.embedded import Embedded
from returnwatch.faults import UserFaultError

COVERAGE = COVERAGE_ROWS.replace("_", "-")
NAMES: tuple[str, ...] = (COVERAGE, *BY_NAME)
"""Every view, as in addresses."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Rows for people or programs, what they rest on, and how to go on."""

    rows: list[dict[str, Any]]
    positions: tuple[Position, ...]
    next: str | None
    brief: tuple[str, ...] = ()
    """Columns of a table for people; all when empty."""
    recipe: str | None = None
    """By which numbers and rules the rows were made."""


def known_view(name: str) -> str:
    """The name, or a fault that lists those there are."""
    if name not in NAMES:
        raise UserFaultError(f"view: there is none of that name; there are: {', '.join(NAMES)}")
    return name


def options(extra: Sequence[str]) -> dict[str, str]:
    """Filter names and codes from `--outcome breached --country=AT`; UserFaultError for other words."""
    given: dict[str, str] = {}
    words = iter(extra)
    for word in words:
        name, equals, code = word.removeprefix("--").partition("=")
        if not word.startswith("--") or not name:
            raise UserFaultError("view: write filters as --NAME CODE, for example --country AT")
        if not equals:
            code = next(words, "")
        if not code:
            raise UserFaultError(f"view: --{name} needs a value")
        given[name.replace("-", "_")] = code
    return given


def show(opened: Embedded, name: str, given: Mapping[str, str]) -> Shown:
    """The answer of a view to what is given. Raises UserFaultError for a question that it does not know."""
    try:
        return _coverage(opened, given) if name == COVERAGE else _view(opened, name, given)
    except (QuestionError, CoverageQuestionError) as error:
        raise UserFaultError(f"view {name}: {error}") from None


def _coverage(opened: Embedded, given: Mapping[str, str]) -> Shown:
    unknown = sorted(set(given) - {*DIMENSIONS, "by", "after", "limit"})
    if unknown:
        there_are = ", ".join((*DIMENSIONS, "by", "after", "limit"))
        raise CoverageQuestionError(f"it cannot be asked by {', '.join(unknown)}; it can be by: {there_are}")
    filters = {name: given[name] for name in DIMENSIONS if name in given}
    limit = limit_of(given.get("limit"))
    answer = ask(
        opened.views,
        lambda connection: coverage(
            connection, given.get("by"), filters, after=given.get("after"), limit=limit
        ),
    )
    return Shown(answer.rows, answer.positions, answer.next)


def _view(opened: Embedded, name: str, given: Mapping[str, str]) -> Shown:
    view = BY_NAME[name]
    asked = Asked.read(view, given, opened.clock())
    means = opened.means()
    answer = ask(opened.views, lambda connection: answer_to(connection, view, asked, means))
    rows = [dict(row) for row in answer.rows]
    brief = () if asked.by is not None and view.pages else view.brief
    return Shown(rows, answer.positions, answer.next, brief, answer.recipe)


def exported(name: str, form: str, shown: Shown, now: datetime) -> str:
    """The rows in a further form that a view has. UserFaultError for a view that lacks it."""
    view = BY_NAME.get(name)
    if view is None or form not in view.exports:
        having = [one.name for one in BY_NAME.values() if form in one.exports]
        raise UserFaultError(f"view {name}: has no form {form}; it is a form of: {', '.join(having)}")
    return view.exports[form].write(shown.rows, now)
