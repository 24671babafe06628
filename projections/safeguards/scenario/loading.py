"""A scenario file as records: short ids become the platform's, and every event is checked for its form."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import yaml
from pydantic import ValidationError

from events.catalogue import BY_NAME
from events.envelope import CATALOGUE_VERSION, Envelope
from events.ids import PREFIXES, SUBJECT_ID_PATTERN
from projections.safeguards.judging.record import AnyRecord, Record

SHORT_ID = re.compile(f"({'|'.join(sorted(set(PREFIXES.values()) - {'X'}))})-[A-Za-z0-9][A-Za-z0-9_-]*")
NAMES = {"by": "asserted_by_role", "body": "asserted_by_body", "id": "event_id"}
"""Key of a scenario to field of the envelope, where they differ."""
OWN = frozenset({"event", "service", "subjects", "data", "note"})
ALLOWED = OWN | set(NAMES) | set(Envelope.model_fields)


class ScenarioError(Exception):
    """A scenario that cannot be read: one line for each fault, each saying where it is."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Expectation:
    """One finding that a scenario must give."""

    as_of: datetime
    known_at: datetime
    safeguard: str
    subject: str
    shown_subject: str
    """As the file writes it."""
    outcome: str
    contested: bool | None
    """None when the file does not say."""
    because: str


@dataclass(frozen=True)
class Scenario:
    """A history and what it must give."""

    id: str
    title: str
    records: tuple[AnyRecord, ...]
    expectations: tuple[Expectation, ...]


def platform_id(text: str) -> str:
    """The id of the platform for a short id; the same short id always gives the same one."""
    if re.fullmatch(SUBJECT_ID_PATTERN, text) or not SHORT_ID.fullmatch(text):
        return text
    return f"{text.split('-', 1)[0]}-{uuid5(NAMESPACE_URL, 'scenario:' + text)}"


def load(path: Path) -> Scenario:
    """Read a scenario. Raises ScenarioError with every fault of the file."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ScenarioError([f"{path.name}: cannot be read as YAML ({type(error).__name__})"]) from None
    if not isinstance(document, dict) or not isinstance(document.get("given"), list):
        raise ScenarioError([f"{path.name}: needs the keys `given` and `expect`, each a list"])
    faults: list[str] = []
    records = [
        _record(each, f"{path.name}: given[{place}]", f"{path.stem}/{place}", faults)
        for place, each in enumerate(document["given"])
    ]
    expected = [
        _expectation(each, f"{path.name}: expect[{place}]", faults)
        for place, each in enumerate(document.get("expect") or [])
    ]
    if faults:
        raise ScenarioError(faults)
    return Scenario(
        str(document.get("id", path.stem)),
        str(document.get("title", "")),
        tuple(record for record in records if record is not None),
        tuple(each for each in expected if each is not None),
    )


def _record(given: Any, where: str, name: str, faults: list[str]) -> AnyRecord | None:
    kind = BY_NAME.get(given.get("event", "")) if isinstance(given, dict) else None
    if kind is None:
        faults.append(f"{where}.event: names no event of the catalogue")
        return None
    unknown = sorted(set(given) - ALLOWED)
    faults.extend(f"{where}.{key}: is not a key of a scenario" for key in unknown)
    try:
        data = kind.model_validate_json(_json(_with_ids(given.get("data") or {})))
        envelope = Envelope.model_validate_json(_json(_envelope(given, kind.about.service, name)))
    except ValidationError as error:
        for fault in error.errors(include_input=False, include_url=False):
            place = ".".join(str(part) for part in fault["loc"] if ":" not in str(part))
            faults.append(f"{where} ({kind.__name__}).{place}: {fault['msg']}")
        return None
    return Record(envelope, data)


def _envelope(given: Mapping[str, Any], service: str, name: str) -> dict[str, Any]:
    subjects = given.get("subjects") or {}
    ids = [each for value in subjects.values() for each in (value if isinstance(value, list) else [value])]
    stated = {NAMES.get(key, key): value for key, value in given.items() if key not in OWN and key in ALLOWED}
    return {
        "event_id": f"EVT-{uuid5(NAMESPACE_URL, 'scenario:' + name)}",
        "occurred_precision": "exact",
        "recorded_at": given.get("occurred_at"),
        "recorded_by": f"USR-{uuid5(NAMESPACE_URL, 'scenario:user')}",
        "service": given.get("service", service),
        "schema_version": CATALOGUE_VERSION,
        "source_kinds": ["document"],
        **_with_ids(stated),
        "subject_ids": [platform_id(str(each)) for each in ids],
    }


def _with_ids(value: Any) -> Any:
    match value:
        case str():
            return platform_id(value)
        case dict():
            return {key: _with_ids(inner) for key, inner in value.items()}
        case list():
            return [_with_ids(inner) for inner in value]
    return value


def _json(value: Any) -> str:
    return json.dumps(value, default=str)


def _expectation(expected: Any, where: str, faults: list[str]) -> Expectation | None:
    try:
        as_of = _moment(expected["as_of"])
        subject = str(expected["subject"])
        return Expectation(
            as_of=as_of,
            known_at=_moment(expected["known_at"]) if "known_at" in expected else as_of,
            safeguard=str(expected["safeguard"]),
            subject="/".join(platform_id(part) for part in subject.split("/")),
            shown_subject=subject,
            outcome=str(expected["outcome"]),
            contested=expected.get("contested"),
            because=str(expected.get("because", "")),
        )
    except (KeyError, TypeError, ValueError) as error:
        faults.append(f"{where}: {type(error).__name__} {error}; needs as_of, safeguard, subject and outcome")
        return None


def _moment(value: Any) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    if moment.tzinfo is None:
        raise ValueError("a time needs an offset, for example 2025-05-06T00:00:00+02:00")
    return moment
