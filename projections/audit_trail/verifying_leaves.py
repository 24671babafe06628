"""Checks the leaves under one lowest tile, and says whether a leaf or the tile was changed."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from foundation.tlog.leaf import LeafError, parse_leaf
from foundation.tlog.merkle import HASH_SIZE, leaf_hash
from foundation.tlog.tiles import TILE_WIDTH, Tile
from projections.audit_trail.faults import DAMAGE, Fault, unreadable
from projections.audit_trail.tables import leaf, tile

LeadsUp = Callable[[Sequence[bytes]], bool]
"""Whether these hashes of a lowest tile lead to what stands above them."""

_LEAVES = (
    select(leaf.c.idx, leaf.c.service, leaf.c.sequence, leaf.c.event_id, leaf.c.entry)
    .where(leaf.c.idx >= bindparam("low"), leaf.c.idx < bindparam("high"))
    .order_by(leaf.c.idx)
)
_TILE = select(tile.c.hashes).where(tile.c.level == bindparam("level"), tile.c.number == bindparam("number"))


@dataclass(frozen=True, slots=True)
class LeafRow:
    """A leaf as it is stored, or as it should be."""

    index: int
    service: str
    sequence: int
    event_id: str
    entry: bytes


def read_leaves(connection: Connection, low: int, high: int) -> tuple[dict[int, LeafRow], list[Fault]]:
    """The leaves from `low` to before `high`; those that cannot be read are left out and named."""
    try:
        found = [LeafRow(*row) for row in connection.execute(_LEAVES, {"low": low, "high": high})]
    except DAMAGE as error:
        connection.rollback()
        if high - low == 1:
            return {}, [unreadable(f"leaf {low}", error)]
        middle = (low + high) // 2
        left, faults = read_leaves(connection, low, middle)
        right, more = read_leaves(connection, middle, high)
        return {**left, **right}, [*faults, *more]
    return {row.index: row for row in found}, []


def read_tile(connection: Connection, wanted: Tile) -> tuple[list[bytes], list[Fault]]:
    """The hashes of a tile as stored, and whether it has the width that it must have."""
    try:
        held = connection.scalar(_TILE, {"level": wanted.level, "number": wanted.number})
    except DAMAGE as error:
        connection.rollback()
        return [], [unreadable(wanted.path, error)]
    if held is None:
        return [], [Fault(wanted.path, "is missing")]
    if not isinstance(held, bytes) or len(held) != wanted.width * HASH_SIZE:
        return [], [Fault(wanted.path, f"does not hold {wanted.width} hashes")]
    return [held[at : at + HASH_SIZE] for at in range(0, len(held), HASH_SIZE)], []


def judge(
    wanted: Tile,
    rows: Mapping[int, LeafRow],
    stored: Sequence[bytes],
    leads_up: LeadsUp,
) -> tuple[list[bytes], list[Fault]]:
    """The hashes as they were logged, and a fault for every leaf or hash that was changed.

    Where leaves and tile differ, those that lead to the hash above are believed, so that one changed byte
    is one fault and everything after it is still checked.
    """
    first = wanted.number * TILE_WIDTH
    hashes = [leaf_hash(rows[at].entry) if at in rows else None for at in range(first, first + wanted.width)]
    computed = [one or b"" for one in hashes]
    differing = [at for at, one in enumerate(computed) if stored and one and one != stored[at]]
    if stored and (None in hashes or differing) and leads_up(stored):
        return list(stored), [
            Fault(f"leaf {first + at}", "is not what was logged: its hash differs from the tile's")
            for at in differing
        ]
    if None not in hashes and (not differing or leads_up(computed)):
        return computed, [
            Fault(wanted.path, f"hash {at} is not that of leaf {first + at}") for at in differing
        ]
    believed = [one or (stored[at] if stored else bytes(HASH_SIZE)) for at, one in enumerate(computed)]
    return believed, [
        Fault(f"leaf {first + at}", f"differs from its hash in {wanted.path}, and neither leads to the root")
        for at in differing
    ]


def row_faults(row: LeafRow, services: Collection[str]) -> Iterator[Fault]:
    """Whether a leaf's columns say what its entry says."""
    place = f"leaf {row.index}"
    try:
        entry = parse_leaf(row.entry)
    except LeafError as error:
        yield Fault(place, str(error))
        return
    for column, held, said in (
        ("service", row.service, entry.service),
        ("sequence", row.sequence, entry.sequence),
        ("event_id", row.event_id, entry.id),
    ):
        if held != said:
            yield Fault(place, f"column {column} differs from the entry")
    if entry.service not in services:
        yield Fault(place, "is of a service whose events were not given to compare")


def missing_leaves(rows: Collection[int], low: int, high: int, named: Collection[Fault]) -> Iterator[Fault]:
    """A fault for every leaf that is not there and was not named as unreadable."""
    unread = {fault.place for fault in named}
    for index in range(low, high):
        if index not in rows and f"leaf {index}" not in unread:
            yield Fault(f"leaf {index}", "is missing")
