"""Whose account counts: one view of the records for each side that speaks on the matter of a rule.

About a thing of which a side gave its own account, that account alone counts; about everything else all
records count. Bodies of one side that each gave an account of one thing are views of their own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from events.sides import Side
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.matching import matched_uses
from projections.safeguards.judging.matter import Account, Thing, accounts, told_last
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.judging.rule import Rule

Author = tuple[Any, ...]


def told_once(rule: Rule, base: History) -> History:
    """The history without repeated assertions."""
    twins = perhaps_twins(base)
    if not twins:
        return base
    last = {record.id for record in told_last(twins, _accounts(rule, base))}
    given_up = {record.id for record in twins} - last
    if not given_up:
        return base
    return base.told_by_all([record for record in base.held if record.id not in given_up])


def things_told(rule: Rule, base: History) -> Mapping[str, frozenset[Thing]]:
    """The things of which each record is an account, by the id of the record."""
    things: dict[str, frozenset[Thing]] = defaultdict(frozenset)
    for account in _accounts(rule, base):
        things[account.record.id] |= account.things
    return things


def _accounts(rule: Rule, base: History) -> list[Account]:
    mine = [each for each in base.held_about if _is_account(rule, base, each)] if rule.groups else []
    matched = matched_uses(base) if any("force_use" in group.keys for group in rule.groups) else {}
    return accounts(rule.groups, mine, base.subject, matched)


def _is_account(rule: Rule, base: History, record: AnyRecord) -> bool:
    return rule.accounts is None or rule.accounts(base, record)


@term
def perhaps_twins(h: History) -> Sequence[AnyRecord]:
    """The records that could be an assertion told twice, whatever a rule takes for its things."""
    told: dict[Thing, list[AnyRecord]] = defaultdict(list)
    for record in h.held:
        told[record.name, record.author, record.occurred_at].append(record)
    return [record for alike in told.values() if len(alike) > 1 for record in alike]


def views(h: History, things: Mapping[str, frozenset[Thing]]) -> dict[Side, list[History]]:
    """Side to its views, usually one; empty when nobody asserts on the matter."""
    tellers = [record for record in h.held if record.id in things and record.side != "none"]
    if not tellers:
        return {}
    sides = {record.side for record in tellers}
    if len(sides) == 1 and not _by_several(tellers, things) and len(tellers) == len(things):
        return {tellers[0].side: [h]}
    found: dict[Side, list[History]] = {}
    for side in sorted(sides):
        own = [record for record in tellers if record.side == side]
        authors = _differing_authors(own, things)
        found[side] = [_view(h, things, own, author) for author in authors] or [_view(h, things, own, None)]
    return found


def _differing_authors(own: Sequence[AnyRecord], things: Mapping[str, frozenset[Thing]]) -> list[Author]:
    """The authors of one side, where two of them gave an account of one thing."""
    return sorted({record.author for record in own}, key=repr) if _by_several(own, things) else []


def _by_several(own: Sequence[AnyRecord], things: Mapping[str, frozenset[Thing]]) -> bool:
    """Whether two authors gave an account of one thing."""
    authors: dict[Thing, Author] = {}
    return any(
        authors.setdefault(thing, record.author) != record.author
        for record in own
        for thing in things[record.id]
    )


def _view(
    h: History, things: Mapping[str, frozenset[Thing]], own: Sequence[AnyRecord], author: Author | None
) -> History:
    """The records with the things of this side, or of one author of it, told by them alone."""
    covered: dict[Thing, frozenset[str]] = {}
    for thing in {thing for record in own for thing in things[record.id]}:
        by_side = [record for record in own if thing in things[record.id]]
        by_author = [record for record in by_side if record.author == author]
        covered[thing] = frozenset(record.id for record in by_author or by_side)
    told = by_thing(h.held, things)
    kept = []
    for record in h.held:
        about = things.get(record.id)
        if not about:
            kept.append(record)
        elif any(record.id in covered.get(thing, ()) for thing in about):
            kept.append(_filled(record, about, told, covered))
        elif any(thing not in covered for thing in about):
            kept.append(_trimmed(record, about, covered))
    return h.told_by(kept)


def by_thing(
    records: Iterable[AnyRecord], things: Mapping[str, frozenset[Thing]]
) -> dict[Thing, list[AnyRecord]]:
    """Thing to every account of it, the one recorded last at the end."""
    told: dict[Thing, list[AnyRecord]] = defaultdict(list)
    for record in sorted(records, key=lambda each: (each.recorded_at, each.id)):
        for thing in things.get(record.id, ()):
            told[thing].append(record)
    return told


def _filled(
    record: AnyRecord,
    about: frozenset[Thing],
    told: Mapping[Thing, Sequence[AnyRecord]],
    covered: Mapping[Thing, frozenset[str]],
) -> AnyRecord:
    """The record with what it leaves open taken from the accounts of the same thing by others.

    What a further own account of that thing states is not left open.
    """
    own = [each.data for thing in about for each in told[thing] if each.id in covered.get(thing, ())]
    absent = [
        name
        for name in type(record.data).model_fields
        if all(getattr(data, name, None) is None for data in (record.data, *own))
    ]
    if not absent:
        return record
    others = [
        other
        for thing in sorted(about, key=repr)
        for other in told[thing]
        if other.id not in covered.get(thing, ())
    ]
    return record.filled(
        {
            name: value
            for other in others
            for name in absent
            if (value := getattr(other.data, name, None)) is not None
        }
    )


def _trimmed(
    record: AnyRecord, about: frozenset[Thing], covered: Mapping[Thing, frozenset[str]]
) -> AnyRecord:
    """The record without those values of a list of which the side gave its own account."""
    gone = {value for thing in about if thing in covered for value in thing[1:]}
    left = {value for thing in about if thing not in covered for value in thing[1:]}
    values = {
        name: tuple(each for each in value if each in left or each not in gone)
        for name in type(record.data).model_fields
        if isinstance(value := getattr(record.data, name), tuple) and gone & set(map(_plain, value))
    }
    return record.filled(values)


def _plain(value: Any) -> Any:
    return value if isinstance(value, str) else None
