"""Questions to a view: filters, pages, totals and other days, each answered from one moment."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from sqlalchemy import Connection

from events.ids import SUBJECT_ID_PATTERN
from foundation.moments import A_MOMENT, moment_of
from projections.runner.answers import Position
from projections.runner.positions import positions, serving
from projections.viewing.kept_recipe import kept
from projections.viewing.links import kind
from projections.viewing.means import NO_MEANS, Means
from projections.viewing.one_subject import group_about, kept_about
from projections.viewing.parts import Own
from projections.viewing.rows import PAGE, QuestionError, all_rows, has_row_about, limit_of, page_of
from projections.viewing.suppression import Limits
from projections.viewing.table import NAME, Tables, tables
from projections.viewing.view import Made, Question, Row, View

GROUP_OF_DECISIONS = re.compile(r"[^/\s]{1,80}/\d{4}-\d{2}-\d{2}/[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows with their keys in a fixed order, and the records on which they rest."""

    rows: list[Row]
    positions: tuple[Position, ...]
    next: str | None = None
    """Give it as `after` for the next page; none on the last page."""
    recipe: str | None = None
    """By which numbers and rules the rows were made; none where that is not known."""


@dataclass(frozen=True)
class Asked:
    """A question with its page, or about one subject at one moment."""

    now: datetime
    filters: Mapping[str, str] = field(default_factory=dict)
    by: str | None = None
    after: str | None = None
    limit: int = PAGE
    about: str | None = None
    as_of: datetime | None = None
    known_at: datetime | None = None
    own: Own | None = None
    """Whose rows alone there are, for whoever sees a part of the view."""

    @classmethod
    def read(cls, view: View, given: Mapping[str, str], now: datetime, own: Own | None = None) -> Self:
        """A question from names and texts. Raises QuestionError that lists what the view knows."""
        further = {"by"} if view.answer is not None else set()
        further |= {"after", "limit"} if view.answers_by_rows else set()
        further |= {"about", "as_of", "known_at"} if view.as_of else set()
        unknown = sorted(set(given) - set(view.filters) - further)
        if unknown:
            there_are = ", ".join((*view.filters, *sorted(further))) or "nothing"
            names = ", ".join(name for name in unknown if name.replace("_", "").isalnum()) or "what was given"
            raise QuestionError(f"{view.name} cannot be asked by {names}; it can be asked by: {there_are}")
        if {"by", "about"} <= set(given):
            raise QuestionError("by asks for totals and about for the rows of one subject; leave one out")
        if any(not text.isprintable() for text in given.values()):
            raise QuestionError("a value is one line without control characters")
        return cls(
            now=now,
            filters={name: given[name] for name in view.filters if name in given},
            by=_dimension(view, given.get("by")),
            after=given.get("after"),
            limit=limit_of(given.get("limit")),
            about=_subject(view, given.get("about"), needed="as_of" in given or "known_at" in given),
            as_of=_moment("as_of", given.get("as_of")),
            known_at=_moment("known_at", given.get("known_at")),
            own=own,
        )


def answer_to(
    connection: Connection,
    view: View,
    asked: Asked,
    means: Means = NO_MEANS,
) -> Answer:
    """The answer of a view. Raises QuestionError for a page that cannot be."""
    rests_on = positions(connection, NAME)
    generation = serving(connection, NAME)
    if not generation:
        return Answer([], rests_on)
    recipe = kept(connection, generation)
    means = means if recipe is None else replace(means, parameters=recipe.parameters)
    limits = Limits.of(means.parameters)
    question = Question(asked.as_of or asked.now, asked.filters, asked.by, limits)
    rows, after = _rows(connection, tables(generation), view, asked, question, means)
    return Answer(rows, rests_on, after, recipe.told if recipe is not None else None)


def _rows(  # noqa: PLR0913, PLR0917 - what an answer is made from
    connection: Connection, of: Tables, view: View, asked: Asked, question: Question, means: Means
) -> tuple[list[Row], str | None]:
    """The rows of an answer, and where the next page begins."""
    if asked.about is not None:
        return _about(connection, of, view, asked, question, means), None
    if view.answer is not None and (asked.by is not None or not view.pages):
        if view.chosen:
            chosen = all_rows(connection, of, view.name, means.seal, asked.own, asked.filters)
            return list(view.answer((_shown(view, row, question.now) for row in chosen), question)), None
        # What may be told of one part depends on the others, so the filters are the view's own to apply.
        rows = all_rows(connection, of, view.name, means.seal, asked.own)
        return list(view.answer(rows, question)), None
    page = asked.filters, asked.after, asked.limit
    found, after = page_of(connection, of, view.name, *page, means.seal, asked.own)
    return [_shown(view, row, question.now) for row in found], after


def _about(  # noqa: PLR0913, PLR0917 - what one subject is judged from
    connection: Connection, of: Tables, view: View, asked: Asked, question: Question, means: Means
) -> list[Row]:
    """Rows about one subject; nothing is made of a subject of which the reader has no row today."""
    about, own = asked.about or "", asked.own
    if own is not None and not has_row_about(connection, of, view.name, about, own):
        return []
    group = group_about(connection, about, question.now, asked.known_at, means)
    made_before = kept_about(connection, view, group, asked.now, means)
    rows = made_before if made_before is not None else view.rows(group)
    made = sorted(rows, key=lambda each: (each.sort, each.key))
    mine = (each for each in made if own is None or own.has(each.facets))
    return [_shown(view, each.row, question.now) for each in mine if _fits(each, question.filters)]


def _fits(made: Made, filters: Mapping[str, str]) -> bool:
    return all(code in made.facets.get(name, ()) for name, code in filters.items())


def _shown(view: View, row: Row, now: datetime) -> Row:
    return view.shown(row, now) if view.shown is not None else row


def _dimension(view: View, by: str | None) -> str | None:
    if by is not None and by not in view.by:
        raise QuestionError(f"{view.name} has totals by: {', '.join(view.by)}")
    return by


def _subject(view: View, text: str | None, *, needed: bool) -> str | None:
    if text is None:
        if needed:
            raise QuestionError("as_of and known_at need about, the subject whose rows are wanted")
        return None
    well_formed = re.fullmatch(SUBJECT_ID_PATTERN, text) or GROUP_OF_DECISIONS.fullmatch(text)
    if not well_formed or kind(text) not in view.per:
        raise QuestionError(f"about is the id of one of: {', '.join(sorted(view.per))}")
    return text


def _moment(name: str, text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return moment_of(text)
    except ValueError:
        raise QuestionError(f"{name} is {A_MOMENT}") from None
