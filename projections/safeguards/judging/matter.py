"""What a rule is about: which events are accounts of one thing, and by what that thing is known.

Written as in the rule: `"RestraintApplied|UseOfForceObserved by force_use"`, `"JusticeClaimRecorded by
claim+state"`, `"ConsularContactRecorded[took_place, obstructed] by country+date"`. Codes in brackets are the
states that make an event an account; with any other state it is a step of a course that counts for everybody.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from events.catalogue import BY_NAME
from events.ids import PREFIXES
from projections.safeguards.judging.record import AnyRecord, in_order

MEMBER = re.compile(r"(?P<name>[A-Za-z]+)(\[(?P<states>[a-z_, ]+)\])?$")

Thing = tuple[Any, ...]
"""What accounts are about: the place of the group in the rule, and a value for each of its keys."""


@dataclass(frozen=True)
class Group:
    """Events that are accounts of one kind of thing, and the keys by which a thing is known."""

    members: Mapping[str, frozenset[str] | None]
    """Event name to the states that make it an account; none when every one is."""
    keys: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> "Group":
        """Read the written form. Raises ValueError for an event or a form that does not exist."""
        events, _, keys = text.rpartition(" by ")
        members: dict[str, frozenset[str] | None] = {}
        for part in re.split(r"\|(?![^\[]*\])", events):
            found = MEMBER.match(part.strip())
            if found is None or found["name"] not in BY_NAME:
                raise ValueError(f"matter {text!r}: {part!r} is no event of the catalogue")
            states = found["states"]
            members[found["name"]] = frozenset(re.split(r",\s*", states)) if states else None
        return cls(members, tuple(keys.split("+")))

    def holds(self, record: AnyRecord) -> bool:
        """Whether a record is an account of a thing of this group."""
        if record.name not in self.members:
            return False
        states = self.members[record.name]
        return states is None or record.data.__dict__.get("state") in states


@dataclass(frozen=True)
class Account:
    """One record as an account of things; a list of keys may make it an account of several."""

    record: AnyRecord
    things: frozenset[Thing]
    told_keys: frozenset[Thing] | None
    """The keys as the record itself tells them; none when it leaves one open."""


def accounts(
    groups: Sequence[Group], records: Iterable[AnyRecord], subject: str, matched: Mapping[str, str]
) -> list[Account]:
    """Each record that is an account, with the things that it tells about.

    A record that names the subject of the finding among others of its kind is an account of that subject
    alone. `matched` maps the id of a record of force to the name of the use with which it was matched. An
    event without the id of the group belongs to the only thing of that group on record; where there is none,
    or more than one, it is a thing of its own.
    """
    records = list(records)
    found: list[Account] = []
    for place, group in enumerate(groups):
        members = [record for record in records if group.holds(record)]
        keyed = [(record, _keys(group, record, subject, matched)) for record in members]
        only = _only(len(group.keys), [key for _, keys in keyed for key in keys])
        for record, keys in keyed:
            things = {_completed(key, only, record.id) for key in keys}
            told = _keys(group, record, subject, {})
            whole = not any(None in key for key in told)
            found.append(
                Account(
                    record,
                    frozenset((place, *thing) for thing in things),
                    frozenset((place, *key) for key in told) if whole else None,
                )
            )
    return found


def _only(width: int, keys: Sequence[Thing]) -> Thing:
    """For each place of a key the one value that is on record; None where there is none, or more than one."""
    values = [{key[place] for key in keys} - {None} for place in range(width)]
    return tuple(next(iter(each)) if len(each) == 1 else None for each in values)


def _keys(group: Group, record: AnyRecord, subject: str, matched: Mapping[str, str]) -> list[Thing]:
    """Every combination of key values; None stands for a value that the record does not tell."""
    combinations: list[Thing] = [()]
    for key in group.keys:
        values = _values(key, record, subject, matched)
        combinations = [(*before, value) for before in combinations for value in values]
    return combinations


def _values(key: str, record: AnyRecord, subject: str, matched: Mapping[str, str]) -> Sequence[Any]:
    if key == "date":
        return (record.day,)
    if key == "force_use" and record.id in matched:
        return (matched[record.id],)
    value = record.data.__dict__.get(key)
    if isinstance(value, tuple):
        return value or (None,)
    if value is not None:
        return (value,)
    named = record.subjects(key) if key in PREFIXES else []
    return (subject,) if subject in named else tuple(named) or (None,)


def _completed(key: Thing, only: Thing, record_id: str) -> Thing:
    filled = tuple(theirs if mine is None else mine for mine, theirs in zip(key, only, strict=True))
    return ("own", record_id) if None in filled else filled


def same_fact_key(record: AnyRecord, keys: frozenset[Thing] | None) -> Thing:
    """Two records with one key are one assertion told twice; the one recorded last counts.

    The keys are those that the record itself tells, since two uses of force do not become one fact because a
    third account matches both; without them the subjects stand for it.
    """
    about = keys if keys is not None else record.about
    kind = record.data.__dict__.get("kind")
    return (record.name, record.author, about, kind, record.occurred_at)


def told_last(records: Iterable[AnyRecord], found: Iterable[Account]) -> list[AnyRecord]:
    """The records without those that the same author told again about the same fact and moment."""
    keys = {account.record.id: account.told_keys for account in found}
    last: dict[Thing, AnyRecord] = {}
    for record in sorted(records, key=lambda each: (each.recorded_at, each.id)):
        last[same_fact_key(record, keys.get(record.id))] = record
    return in_order(last.values())
