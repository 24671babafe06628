"""A person with planted values, told of by several parties in a data directory."""

import json
from pathlib import Path
from typing import Any, get_args

from events.catalogue import BY_KEBAB
from events.cloudevents import decode
from events.codes.common import ActorRole
from events.submission import Submission
from foundation.clock import uuid7
from foundation.identity.caller import ANY_BODY, SCOPES, Caller
from foundation.recording.forms import read_own
from foundation.recording.outcomes import Recorded
from returnwatch.embedded import Embedded
from services.data_protection.application.access import Access

EXAMPLES = Path(__file__).parents[3] / "contracts" / "examples"
CASE, SECOND = "C-018f6a2c-0000-7000-8000-0000000000a1", "C-018f6a2c-0000-7000-8000-0000000000a2"
STRANGER = "C-018f6a2c-0000-7000-8000-0000000000a9"
PERSON = "P-018f6a2c-0000-7000-8000-0000000000aa"
BODY = "ORG-018f6a2c-0000-7000-8000-0000000000b0"
USER = "USR-018f6a2c-0000-7000-8000-0000000000c0"
NAME, BORN, CONTACT = "Adaeze Plant3d Example", "1987-06-05", "plant3d@example.org"
HEALTH, ACCOUNT = "plant3d insulin twice daily", "plant3d was held by both arms"
FILER = Caller(
    *(USER, "platform", None, frozenset(get_args(ActorRole)), SCOPES, "test"),
    transcribes=frozenset({ANY_BODY}),
)
PLANTED = (NAME, BORN, CONTACT, HEALTH, ACCOUNT)
STRANGERS_NAME = "Emeka Str4nger Example"


def example(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((EXAMPLES / f"{name}.json").read_text())
    return found


def an_opening(case: str = CASE, person: str = PERSON, name: str = NAME, **changes: Any) -> Submission:
    document = example("pre_return/return-case-opened.v1.with-personal-and-special-fields")
    document |= {"event_id": f"EVT-{uuid7()}", "subject_ids": [case, person], **changes}
    others = case == STRANGER
    document["data"] |= {
        "name": name,
        "date_of_birth": "1990-01-01" if others else BORN,
        "contact": "elsewhere" if others else CONTACT,
        "religion": "none" if others else HEALTH,
    }
    return read_own(document, BY_KEBAB["return-case-opened"], uuid7)


def an_observation(case: str = CASE, account: str = ACCOUNT, event_id: str | None = None) -> Submission:
    document = example("return_operation/observation-filed.v1.with-notes-and-account")
    document["event_id"] = event_id or f"EVT-{uuid7()}"
    document["subject_ids"] = [document["subject_ids"][0], case]
    document["data"] |= {"account": account, "answers": []}
    document["data"] = {name: value for name, value in document["data"].items() if value != []} | {
        "answers": []
    }
    return read_own(document, BY_KEBAB["observation-filed"], uuid7)


def a_disclosure(case: str = CASE) -> Submission:
    document = example("data_protection/disclosure-made.v1.only-what-is-required")
    disclosure = document["data"]["disclosure"]
    document |= {"event_id": f"EVT-{uuid7()}", "subject_ids": [disclosure, case]}
    return read_own(document, BY_KEBAB["disclosure-made"], uuid7)


def a_hold(case: str = CASE, action: str = "legal_hold_placed", **changes: Any) -> Submission:
    document = example("data_protection/retention-decided.v1.only-what-is-required")
    document |= {"event_id": f"EVT-{uuid7()}", "subject_ids": [case], "asserted_by_role": "nhri", **changes}
    document["data"] |= {"action": action, "classes": ["personal", "special"]}
    document["data"].pop("until", None)
    return read_own(document, BY_KEBAB["retention-decided"], uuid7)


def record(opened: Embedded, *submissions: Submission) -> list[Any]:
    outcomes = list(opened.record_many(FILER, submissions))
    assert all(isinstance(outcome, Recorded) for outcome in outcomes), outcomes
    return outcomes


def life() -> list[Submission]:
    """One person with two cases, and a stranger."""
    return [
        an_opening(),
        an_observation(),
        an_opening(SECOND),
        a_disclosure(),
        an_opening(STRANGER, PERSON.replace("aa", "99"), STRANGERS_NAME),
    ]


def record_life(opened: Embedded) -> None:
    """Record it."""
    record(opened, *life())


def access(role: ActorRole = "independent_monitor", **changes: Any) -> Access:
    voices, here = frozenset({role, "returnee"}), frozenset({PERSON, CASE, SECOND})
    caller = Caller(USER, role, BODY, voices, SCOPES, "test", acts_for=here)
    return Access(caller, BODY, **{"purpose": "monitoring", "ground": "public_task"} | changes)


def places_in_clear(folder: Path, texts: tuple[str, ...] = PLANTED) -> list[str]:
    """Files in which a text stands as it is."""
    return [
        f"{path.relative_to(folder)}: {text}"
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for text in texts
        if text.encode() in path.read_bytes()
    ]


def events_in(opened: Embedded, service: str) -> list[Any]:
    """Every event that a service stored, in order."""
    return [decode(one.body).event for one in opened.stores[service].read(0, 10_000)]
