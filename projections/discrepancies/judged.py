"""Records that a monitor judged to be contradicting accounts of one fact, whatever their kinds."""

from collections.abc import Iterable, Iterator

from projections.discrepancies.links import Link, Links, Pair
from projections.discrepancies.stating import Account, Discrepancy
from projections.safeguards.judging.record import AnyRecord
from projections.viewing.group import Group

UNSTATED = "not_stated"


def judged(group: Group, shown: Iterable[Discrepancy], links: Links) -> Iterator[Discrepancy]:
    """What the latest link of two records tells of a contradiction that is not shown already."""
    known = {
        (found.field, frozenset((first.id, second.id))) for found in shown for first, second in found.pairs
    }
    standing = {each: record for record in group.standing for each in (*record.amended, record.id)}
    for link in links.all:
        pair = _pair(link, standing)
        if link.data.link != "same_fact_conflicting" or pair is None or group.subject not in _homes(pair):
            continue
        if links.latest(pair) is not link:
            continue
        names = frozenset(record.id for record in pair)
        for field in _fields(link, pair):
            shown_already = any(each == names and field in {name, UNSTATED} for name, each in known)
            if not shown_already:
                yield _stated(link, pair, field)


def _pair(link: Link, standing: dict[str, AnyRecord]) -> Pair | None:
    first, second = standing.get(link.data.first_event), standing.get(link.data.second_event)
    return (first, second) if first is not None and second is not None else None


def _homes(pair: Pair) -> list[str]:
    """The cases of the two; failing any their operations, else whatever the first is about."""
    for kind in ("case", "operation"):
        found = [subject for record in pair for subject in record.subjects(kind)]
        if found:
            return found
    return list(pair[0].subject_ids[:1])


def _fields(link: Link, pair: Pair) -> list[str]:
    """Fields that the link names, if one of the records has them; other words are free text."""
    has = {name for record in pair for name in type(record.data).model_fields}
    return sorted({name for name in link.data.fields_in_conflict or () if name in has}) or [UNSTATED]


def _stated(link: Link, pair: Pair, field: str) -> Discrepancy:
    first, second = sorted(pair, key=lambda record: record.id)
    return Discrepancy(
        matter="linked_records",
        thing=f"{first.id}+{second.id}",
        field=field,
        difference="judged_contradicting",
        accounts=tuple(Account((record,), None) for record in pair),
        since=link.recorded_at,
        matched_by=("link",),
        pairs=(pair,),
    )
