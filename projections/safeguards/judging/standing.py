"""What stands of the records known by a moment: amendments done, facts still to come left out.

An amendment has effect only when the same body, or the same private person, made it. A correction or
addition replaces; a withdrawal takes out; a confirmation is further evidence. One by anybody else is an
assertion of its own; a withdrawal by anybody else asserts nothing, since it tells of no fact. Among several
amendments of one record the one recorded last counts; an amendment that was itself taken out leaves the one
before in force.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from projections.safeguards.judging.clock import JudgedAt
from projections.safeguards.judging.record import AnyRecord, in_order

Amendments = dict[str, list[AnyRecord]]


def standing(records: Iterable[AnyRecord], known_at: datetime, clock: JudgedAt) -> list[AnyRecord]:
    """The records that count, in the order of their facts. Duplicates by event id count once."""
    known = {record.id: record for record in records if record.recorded_at <= known_at}
    amendments = _effective(known)
    done = {amendment.id for each in amendments.values() for amendment in each}
    roots = (record for record in known.values() if record.id not in done)
    whole = (_resolved(root, amendments) for root in roots)
    happened = [record for record in whole if record is not None and clock.reached(record.occurred_at)]
    return in_order(happened)


def _effective(known: dict[str, AnyRecord]) -> Amendments:
    """Target id to its amendments by the same author, in the order in which they were recorded."""
    found: Amendments = defaultdict(list)
    for record in sorted(known.values(), key=lambda each: (each.recorded_at, each.id)):
        target = known.get(record.envelope.amends or "")
        if target is not None and target is not record and _same_author(record, target, known):
            found[target.id].append(record)
    return found


def _same_author(amendment: AnyRecord, target: AnyRecord, known: dict[str, AnyRecord]) -> bool:
    """Whether both are of one author, and following `amends` does not come back to where it began."""
    seen, at = {amendment.id}, target
    while at.id not in seen:
        seen.add(at.id)
        following = known.get(at.envelope.amends or "")
        if following is None:
            withdrawn = amendment.envelope.amendment_kind == "withdrawal"
            return amendment.author == target.author and (withdrawn or amendment.name == target.name)
        at = following
    return False


def _resolved(record: AnyRecord, amendments: Amendments) -> AnyRecord | None:
    """What is left of a record after its amendments; none when it was withdrawn."""
    if record.envelope.amendment_kind == "withdrawal":
        return None
    if record.id not in amendments:
        return record
    confirmed: list[str] = []
    replaced_by: AnyRecord | None = record
    for amendment in amendments.get(record.id, ()):
        match amendment.envelope.amendment_kind:
            case "confirmation":
                confirmed.append(amendment.id)
            case "withdrawal":
                if not _taken_out(amendment, amendments):
                    replaced_by = None
            case _:
                whole = _resolved(amendment, amendments)
                replaced_by = whole if whole is not None else replaced_by
    if replaced_by is None:
        return None
    whole = replace(replaced_by, confirmed_by=(*replaced_by.confirmed_by, *confirmed))
    if replaced_by is record:
        return whole
    amended = tuple(dict.fromkeys((*replaced_by.amended, record.id)))
    return replace(whole, amended=amended, first_recorded_at=record.recorded_at)


def _taken_out(amendment: AnyRecord, amendments: Amendments) -> bool:
    """Whether a withdrawal was itself withdrawn."""
    return any(
        later.envelope.amendment_kind == "withdrawal" and not _taken_out(later, amendments)
        for later in amendments.get(amendment.id, ())
    )
