"""Histories one operation at a time, in the order in which their records are handed in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, get_args

from events.codes.common import ActorRole
from returnwatch.sample.histories import words
from returnwatch.sample.histories.chance import DECK, Chance, Dealer
from returnwatch.sample.histories.scene import DAY, Scene
from returnwatch.sample.histories.stories import CASE, OPERATION, STATED_BY_TRAITS, TRAITS, Step
from returnwatch.sample.histories.telling import Told, tell
from returnwatch.sample.histories.wrongs import OF_CASES, OF_OPERATIONS, Wrong

FIRST_DEPARTURE = int(datetime(2024, 3, 4, 9, tzinfo=UTC).timestamp())
SIZES = (5, 8, 6, 9, 7)
"""Cases told of one operation, in turn."""
APART, ALL = 3 * DAY, 3650 * DAY
"""Seconds between two departures, and between the first and the last at most."""
AFTER_FIRST = 210 * DAY
"""Departures end by then; where there are more they begin earlier, so that no fact lies in times to come."""
REPEATED, MISSING = 0.012, 0.015
"""Shares of facts that are recorded once more as if new, such as a second closure, and of common facts that
nobody recorded, so that an end comes without its start."""
RARE = frozenset({"aborted"})
"""Traits that a wrong never takes from a case."""
COMMON = 24
"""Facts of so many of fifty histories are common."""
ROLES: tuple[ActorRole, ...] = get_args(ActorRole)


@dataclass(frozen=True)
class Shares:
    """Parts of all histories, 0 to 1."""

    contradictory: float = 0.25
    """In which sides tell one fact differently."""
    unlawful: float = 0.25
    """In which something goes against the standards."""


def histories(cases: int, seed: int, shares: Shares | None = None) -> Iterator[dict[str, Any]]:
    """The records of so many cases and of their operations, as structured CloudEvents to be submitted.

    The same arguments give the same records. Memory holds one operation at a time.
    """
    teller = _Teller(seed, shares or Shares(), operations=-(-cases * len(SIZES) // sum(SIZES)))
    begun = 0
    for number in range(cases):
        if begun >= cases:
            return
        size = min(SIZES[number % len(SIZES)], cases - begun)
        begun += size
        for told in sorted(
            teller.operation(number, size), key=lambda told: (told.handed_in, told.document["id"])
        ):
            yield told.document


def departures(operations: int) -> tuple[int, int]:
    """When the first of so many operations departs (seconds since 1970), and seconds from one to the next."""
    apart = min(APART, ALL // operations)
    return FIRST_DEPARTURE - max(0, operations * apart - AFTER_FIRST), apart


class _Teller:
    """Tells one operation after the other."""

    def __init__(self, seed: int, shares: Shares, operations: int) -> None:
        self._chance = Chance(seed)
        self._dealer = Dealer(self._chance)
        self._shares = shares
        self._first, self._apart = departures(operations)
        start = self._first - 400 * DAY
        self._bodies = {role: f"ORG-{self._chance.uuid7(start)}" for role in ROLES}
        self._facilities = [f"FAC-{self._chance.uuid7(start)}" for _ in range(4)]
        self._users = [f"USR-{self._chance.uuid7(start)}" for _ in range(5)]

    def operation(self, number: int, size: int) -> list[Told]:
        """Every record of one operation and of its cases."""
        chance = self._chance
        departure = self._first + number * self._apart + chance.seconds(0, 2 * DAY)
        home = chance.one_of(tuple(words.HOMES))
        shared = self._scene(chance.one_of(words.HOSTS), home, departure, size)
        for kind in ("operation", "agreement", "family_group"):
            shared.id_of(kind)
        cases = [self._case(shared) for _ in range(size)]
        for case in cases:
            case.peers = [other.ids["case"] for other in cases if other is not case]
        shared.peers = [case.ids["case"] for case in cases]
        told = self._told(shared, OPERATION, self._wrongs("operation", OF_OPERATIONS))
        for case in cases:
            fitting = [one for one in OF_CASES if not case.traits & RARE & one.of(CASE)[1]]
            wrongs = self._wrongs("case", fitting)
            for one in wrongs:
                must, never = one.of(CASE)
                case.traits = case.traits - never | must
            if "alone" in case.traits:
                del case.ids["operation"]
            told += self._told(case, CASE, wrongs)
        return told

    def _scene(self, host: str, home: str, departure: int, size: int) -> Scene:
        chance = self._chance
        area = f"X-{chance.one_of(words.HOMES[home][0])}"
        ids = {"area": area, "user": chance.one_of(self._users)}
        return Scene(chance, self._bodies, self._facilities, host, home, departure, size, ids)

    def _case(self, shared: Scene) -> Scene:
        scene = self._scene(shared.host, shared.home, shared.departure, shared.size)
        traits = {trait for trait, of_fifty in TRAITS.items() if self._dealer.deals(trait, of_fifty)}
        scene.traits = frozenset(traits)
        scene.ids["operation"] = shared.ids["operation"]
        scene.ids["agreement"] = shared.ids["agreement"]
        if "family" in traits:
            scene.ids["family_group"] = shared.ids["family_group"]
        scene.id_of("case")
        return scene

    def _wrongs(self, what: str, listed: Sequence[Wrong]) -> list[Wrong]:
        if not self._dealer.deals(f"unlawful {what}", round(self._shares.unlawful * DECK)):
            return []
        return self._chance.some_of(listed, 2)

    def _told(self, scene: Scene, story: Sequence[Step], wrongs: list[Wrong]) -> list[Told]:
        share = round(self._shares.contradictory * DECK)
        contradictory = self._dealer.deals(f"contradictory {len(story)}", share)
        without = {name for wrong in wrongs for name in wrong.without}
        told: list[Told] = []
        for step in sorted(story, key=lambda step: step.day):
            name = step.event.__name__
            wanted = any(name in wrong.states or name in wrong.days for wrong in wrongs)
            if name not in without and self._comes(scene, step, wanted=wanted):
                second = self._second(scene, next((w.days[name] for w in wrongs if name in w.days), step.day))
                states = self._states(scene, step, wrongs)
                told += tell(scene, step, second, states, contradictory=contradictory)
                if self._chance.happens(REPEATED):
                    again = second + self._chance.seconds(DAY, 30 * DAY)
                    told += tell(scene, step, again, states, contradictory=contradictory)
        return told

    def _comes(self, scene: Scene, step: Step, *, wanted: bool) -> bool:
        has = all((need.strip("!") in scene.traits) != need.startswith("!") for need in step.needs)
        if not has or not (self._dealer.deals(step.name, step.of_fifty) or wanted):
            return False
        return wanted or step.of_fifty < COMMON or not self._chance.happens(MISSING)

    def _second(self, scene: Scene, day: float) -> int:
        """Roughly so many days from departure; the nearer to it, the more exactly."""
        return scene.departure + int(day * DAY) + self._chance.seconds(0, min(abs(day) * 3000, DAY / 2) + 600)

    def _states(self, scene: Scene, step: Step, wrongs: list[Wrong]) -> dict[str, Any]:
        name = step.event.__name__
        states = dict(step.states)
        for trait in sorted(scene.traits):
            states |= STATED_BY_TRAITS.get(trait, {}).get(name, {})
        for wrong in wrongs:
            states |= wrong.states.get(name, {})
        return states
