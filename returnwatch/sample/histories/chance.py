"""Chance that a seed decides: numbers, identifiers, and shares dealt so evenly that none is missed."""

from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import TypeVar
from uuid import UUID

T = TypeVar("T")

DECK = 50
"""A share is dealt anew to every fifty histories."""
STRIDE = 19
"""Without common divisor with the deck, so that those who are dealt a share stand apart from one another."""


class Chance(Random):
    """What happens by chance. Never used where chance has to be secret."""

    def happens(self, share: float) -> bool:
        """True for this share of the times."""
        return self.random() < share

    def one_of(self, options: Sequence[T]) -> T:
        """One of them, each as likely as the others."""
        return options[int(self.random() * len(options))]

    def some_of(self, options: Sequence[T], most: int) -> list[T]:
        """One up to `most` of them, none twice, in their order."""
        count = min(len(options), 1 + int(self.random() * most))
        if count == 1:
            return [self.one_of(options)]
        return [options[place] for place in sorted(self.sample(range(len(options)), count))]

    def seconds(self, least: float, most: float) -> int:
        """A span between two spans, in seconds."""
        return int(least + self.random() * (most - least))

    def uuid7(self, second: int) -> str:
        """A UUID of version 7 (RFC 9562, section 5.7) of this second, its random bits from the seed."""
        value = ((second * 1000 + self.getrandbits(10) % 1000) & (1 << 48) - 1) << 80 | self.getrandbits(80)
        value = value & ~(0xF << 76) | 0x7 << 76
        return str(UUID(int=value & ~(0x3 << 62) | 0x2 << 62))


class Dealer:
    """Deals shares: of any fifty that are asked for one thing in a row, exactly the stated number get it."""

    def __init__(self, chance: Chance) -> None:
        self._first = chance.randrange(DECK)
        self._asked: Counter[str] = Counter()

    def deals(self, what: str, of_fifty: int) -> bool:
        """Whether this one gets it."""
        number = self._asked[what]
        self._asked[what] += 1
        return (number * STRIDE + self._first + len(what)) % DECK < of_fifty
