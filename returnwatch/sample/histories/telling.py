"""How facts come to be told: by whom, how late, by several sides, corrected, and not always alike."""

from dataclasses import dataclass
from typing import Any

from events.base import Event
from events.cloudevents import ATTRIBUTES
from events.codes.common import ActorRole
from events.sides import SIDES
from foundation.recording.integrity import SAID_TWICE
from returnwatch.sample.histories import words
from returnwatch.sample.histories.agreeing import FINISH
from returnwatch.sample.histories.filling import contested, filled
from returnwatch.sample.histories.scene import DAY, HOUR, Scene, moment
from returnwatch.sample.histories.stories import Step

ALWAYS = frozenset({"case", "operation", "area"})
"""Kinds of subject that are named wherever an event lists them and the history has one."""
LATE, VERY_LATE = 0.25, 0.07
"""Shares of records that are handed in days, and weeks to months, after the fact."""
AMENDED, ANOTHER_AMENDMENT = 0.04, 0.15
"""Share of records that somebody comes back to, and of these with a second amendment beside the first."""
SECOND_ACCOUNT = 0.12
"""Share of facts that a second side tells, where no contradiction is asked for."""
CONTRADICTED = 0.35
"""Share of facts that a second side tells otherwise, in a contradictory history."""
AMENDMENTS = ("correction", "addition", "confirmation", "withdrawal")
SOURCES = (["seen"], ["document"], ["told_by_returnee"], ["seen", "heard"], ["told_by_other", "document"])


@dataclass(frozen=True, slots=True)
class Told:
    """A record and when it is handed in."""

    handed_in: int
    """Second from the epoch."""
    document: dict[str, Any]
    """A structured CloudEvent as submitted."""


def tell(scene: Scene, step: Step, second: int, states: dict[str, Any], *, contradictory: bool) -> list[Told]:
    """Every account of one fact, with what is said of it later."""
    chance, kind = scene.chance, step.event
    scene.now = second
    for renewed in step.fresh:
        scene.renew(renewed)
    data = filled(scene, kind, states)
    if kind in FINISH:
        FINISH[kind](scene, data)
    role = chance.one_of(kind.about.asserted_by)
    accounts = [_record(scene, kind, data, role)]
    others = [other for other in kind.about.asserted_by if SIDES[other] != SIDES[role]]
    if others and chance.happens(CONTRADICTED if contradictory else SECOND_ACCOUNT):
        second_data = contested(scene, kind, data) if contradictory else data
        accounts.append(_record(scene, kind, second_data, chance.one_of(others)))
        scene.accounts = (accounts[0].document["id"], accounts[1].document["id"], second_data != data)
    for account in list(accounts):
        if chance.happens(AMENDED):
            accounts += _amendments(scene, kind, data, account)
    scene.told[kind.__name__] = accounts[0].document["id"]
    scene.record_ids += [account.document["id"] for account in accounts]
    return accounts


def _amendments(scene: Scene, kind: type[Event], data: dict[str, Any], of: Told) -> list[Told]:
    chance = scene.chance
    count = 2 if chance.happens(ANOTHER_AMENDMENT) else 1
    author: ActorRole = of.document["assertedbyrole"]
    made = []
    for _ in range(count):
        role = author if chance.happens(0.8) else chance.one_of(kind.about.asserted_by)
        about = {"amends": of.document["id"], "amendmentkind": chance.one_of(AMENDMENTS)}
        made.append(
            _record(scene, kind, contested(scene, kind, data), role, about, waits=chance.seconds(0, 9 * DAY))
        )
    return made


def _record(  # noqa: PLR0913, PLR0917 - what is told, by whom, about which record, and how late
    scene: Scene,
    kind: type[Event],
    data: dict[str, Any],
    role: ActorRole,
    about: dict[str, str] | None = None,
    waits: int = 0,
) -> Told:
    chance = scene.chance
    entered = scene.now + waits + chance.seconds(60, 3 * HOUR)
    basis, purpose = words.GROUNDS[role]
    attributes: dict[str, Any] = {
        "specversion": "1.0",
        "id": f"EVT-{chance.uuid7(entered)}",
        "type": kind.wire_type(),
        "source": f"/sample/{role}",
        "time": moment(scene.now),
        "subjects": " ".join(subjects(scene, kind, data)),
        "occurredprecision": "exact" if chance.happens(0.8) else "day",
        "phase": _phase(scene),
        "country": scene.host if scene.now < scene.departure + 4 * HOUR else scene.home,
        "assertedbyrole": role,
        "sourcekinds": " ".join(chance.one_of(SOURCES)),
        "lawfulbasis": basis,
        "purpose": purpose,
        "language": "en",
        **(about or {}),
        "data": data,
    }
    if role not in words.PRIVATE:
        attributes["assertedbybody"] = scene.bodies[role]
    if chance.happens(0.2):
        attributes["assertedbyperson"] = f"{chance.one_of(words.FIRST_NAMES)} Example"
    if chance.happens(0.3):
        attributes["confidence"] = chance.one_of(("high", "medium", "low"))
    if chance.happens(0.3):
        attributes |= {"devicetime": moment(entered), "devicesequence": len(scene.record_ids)}
    for twice, name, repeated in SAID_TWICE:
        if kind is twice:
            attributes[ATTRIBUTES[repeated]] = data[name]
    return Told(entered + _delay(scene), attributes)


def subjects(scene: Scene, kind: type[Event], data: dict[str, Any]) -> list[str]:
    """The ids to be named: the leading one, the case and operation, and every one that the data name."""
    if kind.about.subjects == ("event",):
        return list(dict.fromkeys((data["first_event"], data["second_event"])))
    stated = {value for value in data.values() if isinstance(value, str)}
    leading = kind.about.subjects[0] if kind.about.subjects[0] != "operation" else ""
    if leading:
        scene.id_of(leading)
    known = ((listed, scene.ids[listed]) for listed in kind.about.subjects if listed in scene.ids)
    return [
        known_as for listed, known_as in known if listed == leading or listed in ALWAYS or known_as in stated
    ]


def _delay(scene: Scene) -> int:
    draw = scene.chance.random()
    if draw < VERY_LATE:
        return scene.chance.seconds(14 * DAY, 150 * DAY)
    if draw < LATE:
        return scene.chance.seconds(DAY, 8 * DAY)
    return scene.chance.seconds(0, 2 * HOUR)


def _phase(scene: Scene) -> str:
    hours = (scene.now - scene.departure) / HOUR
    for end, phase in ((-14, "pre_return"), (-1, "pre_departure"), (6.5, "en_route"), (10, "hand_over")):
        if hours < end:
            return phase
    return "post_return"
