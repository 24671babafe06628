"""What judges from sealed values in the distributed way, as witnesses for whom erasures wait."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from foundation.clock import Clock
from foundation.erasure.sql_witnesses import witnesses_at
from foundation.erasure.witnessing import Witness
from foundation.repeating import repeating

LOOK = 1.0
"""Seconds between two looks whether an erasure waits."""


@contextmanager
def witness_at(vault: str, name: str, clock: Clock) -> Iterator[Witness]:
    """A process that judges, by its name in the vault; erasures wait for it from its first start on."""
    with witnesses_at(vault) as witnesses:
        witnesses.enlist(name, clock())
        yield Witness(name, witnesses)


@contextmanager
def witnessing(witness: Witness, taken_in: Callable[[], bool], clock: Clock) -> Iterator[None]:
    """Witness erasures while the block lasts, for one that has judged whatever it has taken in."""

    def look(_stop: object) -> None:
        if witness.look():
            now = clock()
            if taken_in():
                witness.judged(now)

    with repeating(look, "witnessing erasures", LOOK):
        yield
