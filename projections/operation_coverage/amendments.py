"""Which records still count after corrections and withdrawals, whatever order they arrived in.

A body may correct or withdraw what it said; the amendment of any other changes nothing and stands beside the
record. So does every amendment of a record without a body, since nobody is known to be its author. A
withdrawn amendment has no effect. Records that amend one another in a circle have no effect on one another.
"""

from collections import defaultdict, deque
from collections.abc import Iterable

from projections.operation_coverage.evidence import Evidence

REMOVING = frozenset({"correction", "withdrawal"})


def standing(evidence: Iterable[Evidence]) -> frozenset[str]:
    """Ids of the records that count, given all records and everything that amends them, directly or not."""
    records = {record.event_id: record for record in evidence}
    amendments: defaultdict[str, list[Evidence]] = defaultdict(list)
    for record in records.values():
        if record.amends in records:
            amendments[str(record.amends)].append(record)
    ordered = _amendments_first(records, amendments)
    resolved = {record.event_id for record in ordered}
    withdrawn: set[str] = set()
    replaced: set[str] = set()
    for record in ordered + [record for name, record in records.items() if name not in resolved]:
        for amendment in amendments[record.event_id]:
            if amendment.event_id not in resolved or amendment.event_id in withdrawn:
                continue
            if amendment.is_by_author_of(record) and amendment.amendment_kind in REMOVING:
                replaced.add(record.event_id)
                if amendment.amendment_kind == "withdrawal":
                    withdrawn.add(record.event_id)
    return frozenset(
        name
        for name, record in records.items()
        if name not in replaced and record.amendment_kind != "withdrawal"
    )


def amended_by_others(evidence: Iterable[Evidence]) -> dict[str, list[Evidence]]:
    """Amendments not known to come from the author, by the id of the record that stays."""
    records = {record.event_id: record for record in evidence}
    found: defaultdict[str, list[Evidence]] = defaultdict(list)
    for record in records.values():
        if record.amends in records and not record.is_by_author_of(records[record.amends]):
            found[record.amends].append(record)
    return dict(found)


def _amendments_first(
    records: dict[str, Evidence], amendments: defaultdict[str, list[Evidence]]
) -> list[Evidence]:
    """Every record after all that amend it; those that amend one another in a circle are left out."""
    waiting = {name: len(amendments[name]) for name in records}
    ready = deque(name for name, count in waiting.items() if count == 0)
    ordered = []
    while ready:
        record = records[ready.popleft()]
        ordered.append(record)
        if record.amends in records:
            waiting[record.amends] -= 1
            if waiting[record.amends] == 0:
                ready.append(record.amends)
    return ordered
