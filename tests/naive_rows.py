"""Rows of views computed plainly from every record of an installation, to hold those against that are kept.

The plain computation has no journal: it hands all records to a view, whatever the subject, and lets the
view find those that bear on it. So every record that the rows of a subject need must reach them through the
journal.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Engine, select

from projections.query.views import VIEWS
from projections.runner.positions import serving
from projections.runner.reading import reading
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.rules.register import RULES
from projections.viewing.group import Group
from projections.viewing.links import kind
from projections.viewing.parts import kept_apart
from projections.viewing.table import NAME, tables
from projections.viewing.view import Made, View

AFTERWARDS = datetime(2026, 1, 20, tzinfo=UTC)
"""After every invented record and some limits; others are still to come."""
JUDGED = {"as_of", "known_at"}
"""Columns that say when a row was made: kept rows are not made again while nothing in them changes."""
Rows = Mapping[tuple[str, str], Any]
"""View and key to a row with its place and facets."""
STORED = kept_apart(VIEWS)
"""Every view, and the parts of which rows are made apart."""
OF_KINDS = {each for view in STORED for each in view.per}


def some_of_each(records: Sequence[AnyRecord], count: int | None) -> list[str]:
    """As many subjects of each kind, or all."""
    by_kind: dict[str, set[str]] = defaultdict(set)
    named = {subject for record in records for subject in record.subject_ids}
    judged = {each for rule in RULES if rule.subjects for each in rule.subjects_in(records)}
    for subject in named | judged:
        if kind(subject) in OF_KINDS:
            by_kind[kind(subject)].add(subject)
    chance = random.Random(1)  # noqa: S311 - no secret
    return [
        subject
        for _, subjects in sorted(by_kind.items())
        for subject in chance.sample(sorted(subjects), min(count or len(subjects), len(subjects)))
    ]


def kept(engine: Engine, subject: str) -> Rows:
    """The rows that lie in the tables."""
    with reading(engine) as connection:
        of = tables(serving(connection, NAME))
        codes: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        for view, key, name, code in connection.execute(
            select(of.facet.c.view, of.facet.c.key, of.facet.c.name, of.facet.c.code).where(
                of.facet.c.subject == subject
            )
        ):
            codes[view, key].append((name, code))
        columns = (of.row.c.view, of.row.c.key, of.row.c.sort, of.row.c.row)
        found = connection.execute(select(*columns).where(of.row.c.subject == subject))
        return {
            (view, key): _compared(orjson.loads(row), sort, codes[view, key])
            for view, key, sort, row in found
        }


def computed(subject: str, records: Sequence[AnyRecord]) -> Rows:
    """The rows of every view about a subject, from a group of all records."""
    group = Group(subject, records, AFTERWARDS)
    return {key: row for view in STORED for key, row in _plainly(view, group).items()}


def _plainly(view: View, group: Group) -> Rows:
    """The rows of a subject from a group of all records."""
    made: Iterable[Made] = view.rows(group) if group.kind in view.per else ()
    return {
        (view.name, each.key): _compared(
            orjson.loads(orjson.dumps(each.row)),
            each.sort,
            [(name, code) for name, codes in each.facets.items() for code in codes],
        )
        for each in made
    }


def _compared(row: Mapping[str, Any], sort: str, codes: Iterable[tuple[str, str]]) -> Any:
    return {name: value for name, value in row.items() if name not in JUDGED}, sort, sorted(codes)
