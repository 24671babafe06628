"""Makes what is stored of one subject from its records: the same in whatever process that happens."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson

from projections.safeguards.judging.parameters import Parameters
from projections.safeguards.judging.record import AnyRecord
from projections.viewing.group import Group
from projections.viewing.row_seal import RowSeal
from projections.viewing.view import Made, View

RowsBefore = Callable[[View, str], list[Made]]
"""The rows of a view about a subject that were made before."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A subject whose rows must be made anew."""

    subject: str
    moment: datetime | None = None
    """When time alone changed them; without it they are made as of the last record."""
    until: datetime | None = None
    """They are made anew for every such moment up to this one."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Rows and facets of a subject, each the values of all columns of its table."""

    rows: list[tuple[str, str, str, str, bytes]]
    facets: list[tuple[str, str, str, str, str, str]]
    due: datetime | None
    """When time alone changes the rows again."""


NOTHING = Stored([], [], None)


@dataclass(frozen=True)
class Maker:
    """Some views, the numbers on which they rest, and the seal of their rows."""

    views: Sequence[View]
    parameters: Parameters
    seal: RowSeal

    def made(self, wanted: Wanted, records: Sequence[AnyRecord], before: RowsBefore) -> Stored:
        """What to store of a subject."""
        if not records:
            return NOTHING
        last = max(record.recorded_at for record in records)
        group = self._group(wanted, records, max(last, wanted.moment or last))
        made = list(self._rows(group, before))
        while (
            wanted.until is not None
            and (following := group.clock.next_change) is not None
            and following <= wanted.until
        ):
            group = self._group(wanted, records, following)
            made = list(self._rows(group, before))
        return Stored(
            [self._row(wanted.subject, view, one) for view, one in made],
            [each for view, one in made for each in _facets(wanted.subject, view, one)],
            group.clock.next_change,
        )

    def _group(self, wanted: Wanted, records: Sequence[AnyRecord], at: datetime) -> Group:
        # A moment is written in a row, and the same one comes from a record, a rule or the database.
        return Group(wanted.subject, records, at.astimezone(UTC), None, self.parameters)

    def _rows(self, group: Group, before: RowsBefore) -> Iterator[tuple[View, Made]]:
        for view in self.views:
            if group.kind not in view.per:
                continue
            # What stays is never made from what erasure left: no row is better than one that could be wrong.
            stays = view.kept is not None and view.kept(group)
            for made in before(view, group.subject) if stays else view.rows(group):
                yield view, made

    def _row(self, subject: str, view: View, made: Made) -> tuple[str, str, str, str, bytes]:
        sealed = self.seal.seal(view.name, made.key, orjson.dumps(made.row))
        return view.name, made.sort, made.key, subject, sealed


def _facets(subject: str, view: View, made: Made) -> Iterator[tuple[str, str, str, str, str, str]]:
    for name, codes in made.facets.items():
        for code in codes:
            yield view.name, name, code, made.sort, made.key, subject
