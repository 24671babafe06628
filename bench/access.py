"""Decisions about access with policies parsed once, beside parsing them again for each decision.

`python -m bench.access`. Takes a few seconds.
"""

import time
from collections.abc import Callable
from itertools import cycle

import cedarpy

from bench.rows import Row, table
from contracts.access_matrix import OTHER, OWN, a_record, caller
from events.catalogue import BY_NAME
from events.codes.common import ActorRole
from events.data_classes import DataClass
from foundation.access import deciding, entities
from foundation.access.asking import Action, OfRecord, Use
from foundation.access.deciding import decide
from foundation.identity.caller import Caller

SECONDS = 1.0
ROLES: tuple[ActorRole, ...] = ("escort", "nhri", "case_manager", "lawyer", "authority")
EVENTS = ("ObservationFiled", "DeathRecorded", "ReturnCaseOpened", "ConsentGiven")
Question = tuple[Caller, Action, OfRecord, Use | None]


def run() -> list[Row]:
    """Readings and openings, each asked in turn; recordings, which are remembered."""
    text = "\n".join(path.read_text() for path in sorted(deciding.FOLDER.glob("*.cedar")))
    asked = questions()
    mixed, again = _rate(lambda one: decide(*one), asked), _rate(lambda one: _parsed_again(text, one), asked)
    recordings = [(who, "record", record, None) for who, _, record, _ in asked]
    recorded = _rate(lambda one: decide(*one), recordings)  # type: ignore[arg-type]  # an action by its name
    name = "parsing the policies each time"
    return [
        Row("decisions on reading and opening", mixed, again, name, 3.0),
        Row("decisions on recording", recorded, again, name, 100.0),
    ]


def questions() -> list[Question]:
    """What services ask all day, with every outcome among it."""
    asked: list[Question] = []
    for role in ROLES:
        for name in EVENTS:
            record = a_record(BY_NAME[name], body=OWN if name == "ObservationFiled" else OTHER)
            sealed = a_record(BY_NAME[name], DataClass.SPECIAL, OTHER)
            asked.append((caller(role), "read_record", record, None))
            asked.append((caller(role), "open_fields", sealed, Use("monitoring", "public_task")))
    return asked


def _parsed_again(text: str, question: Question) -> None:
    who, action, record, use = question
    known = [*entities.known(), entities.caller_entity(who), *entities.resource_entities(record)]
    request = {
        "principal": entities.CALLER,
        "action": {"type": "Action", "id": action},
        "resource": entities.resource_uid(record),
        "context": entities.context(use),
    }
    cedarpy.is_authorized(request, text, known)


def _rate(ask: Callable[[Question], object], asked: list[Question]) -> float:
    """How often one of the questions is answered in a second."""
    for question in asked:
        ask(question)
    done, begin = 0, time.perf_counter()
    for question in cycle(asked):
        ask(question)
        done += 1
        if done % 20 == 0 and time.perf_counter() - begin > SECONDS:
            break
    return done / (time.perf_counter() - begin)


if __name__ == "__main__":
    print(table(run()))
