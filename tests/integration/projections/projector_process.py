"""Applies a log of some length to the ledger in a database, or rebuilds it from that log."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress

from projections.runner.answers import Gap
from projections.runner.generations import OvertakenError
from projections.runner.opening import open_database
from projections.runner.page import Page
from projections.runner.rebuild import rebuild
from projections.runner.runner import Runner
from tests.integration.projections.ledger import Ledger, page

SIZE = 5


def log(count: int, places: Mapping[str, int]) -> Iterator[Page]:
    """The pages of a log of some length, from a place on."""
    for first in range(places.get("return_operation", 1), count + 1, SIZE):
        yield page(*range(first, min(first + SIZE, count + 1)))


def project(url: str, count: int) -> None:
    """Apply the log."""
    engine = open_database(url)
    runner = Runner(engine, Ledger())
    place = runner.next_place("return_operation")
    while place <= count:
        answer = runner.apply(page(*range(place, min(place + SIZE, count + 1))))
        place = answer.expected if isinstance(answer, Gap) else answer.position.place + 1
    engine.dispose()


def build_anew(url: str, count: int) -> None:
    """Rebuild from the log."""
    engine = open_database(url)
    with suppress(OvertakenError):
        rebuild(engine, Ledger(), lambda places: log(count, places))
    engine.dispose()


if __name__ == "__main__":
    {"project": project, "rebuild": build_anew}[sys.argv[1]](sys.argv[2], int(sys.argv[3]))
