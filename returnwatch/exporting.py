"""Stored events as JSON lines, and positions from which an export goes on."""

from collections.abc import Iterator, Mapping, Sequence

from events.base import kebab
from foundation.access.copying import Copies
from foundation.event_store.port import EventStore
from returnwatch.faults import UserFaultError

PAGE = 200
"""Records in memory at a time; each may be a mebibyte long."""


def export_log(store: EventStore, after: int, last: int, copies: Copies) -> Iterator[bytes]:
    """The records of one log above `after` up to `last`, each as a line of JSON; empty for one withheld."""
    while after < last and (page := store.read(after, min(PAGE, last - after))):
        for record in page:
            body = copies.of(record.body)
            yield line_of(record.sequence, body) if body else b""
        after = page[-1].sequence


def line_of(sequence: int, body: bytes) -> bytes:
    """The stored bytes with `sequence` as their first member, and a line end."""
    return b'{"sequence":%d,' % sequence + body[1:] + b"\n"


def position_of(heads: Mapping[str, int]) -> str:
    """How far an export came in each log, for example `pre-return=12,return-operation=40`."""
    return ",".join(f"{kebab(service)}={head}" for service, head in heads.items())


def positions_after(position: str | None, services: Sequence[str]) -> dict[str, int]:
    """The sequence after which to begin in each log; a plain number where there is one log only."""
    begin = dict.fromkeys(services, 0)
    if position is None:
        return begin
    if position.isascii() and position.isdecimal() and len(services) == 1:
        return {services[0]: _sequence(position)}
    known = {kebab(service): service for service in services}
    for part in position.split(","):
        name, _, number = part.partition("=")
        if name not in known or not number.isascii() or not number.isdecimal():
            example = position_of(dict.fromkeys(services, 40))
            raise UserFaultError(f"--after: write a position as an export states it, for example {example}")
        begin[known[name]] = _sequence(number)
    return begin


def refuse_positions_beyond(begin: Mapping[str, int], heads: Mapping[str, int]) -> None:
    """Raises UserFaultError for a log that is shorter than a position in it: it is another one, or older."""
    beyond = [name for name, sequence in begin.items() if sequence > heads[name]]
    if beyond:
        raise UserFaultError(
            *(
                f"--after: the log of {kebab(name)} ends at {heads[name]}; "
                "the position is of another data directory, or an older copy was put back"
                for name in beyond
            )
        )


def _sequence(digits: str) -> int:
    return int(digits[:18])
