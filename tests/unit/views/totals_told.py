"""Facts of the views of totals, made from records as the machinery would make them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from projections.safeguards.judging.record import AnyRecord
from projections.viewing.group import Group
from projections.viewing.links import Bond, kind, links
from projections.viewing.view import Question, View


def facts(view: View, records: Iterable[AnyRecord]) -> dict[str, dict[str, Any]]:
    """Key to fact, for every subject of the kinds that the view asks for."""
    records = list(records)
    now = max(record.recorded_at for record in records) + timedelta(days=1)
    by_subject: dict[str, list[AnyRecord]] = defaultdict(list)
    for record in records:
        for subject, bond in links(record).items():
            if bond >= Bond.ABOUT:
                by_subject[subject].append(record)
    found: dict[str, dict[str, Any]] = {}
    for subject, own in by_subject.items():
        if kind(subject) not in view.per:
            continue
        reached = {other for record in own for other in links(record)} - {subject}
        related = [record for other in sorted(reached) for record in by_subject.get(other, ())]
        for made in view.rows(Group(subject, [*own, *related], now)):
            assert made.key not in found
            found[made.key] = dict(made.row)
    return found


def table(view: View, records: Iterable[AnyRecord], by: str | None = None, **filters: str) -> list[Any]:
    """The answer of a view to a question about these records."""
    assert view.answer is not None
    records = list(records)
    now = max(record.recorded_at for record in records) + timedelta(days=1)
    return view.answer(facts(view, records).values(), Question(now, filters, by))
