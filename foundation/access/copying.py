"""Stored records as a caller may have them: what is withheld stands as such at its own place."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal

from pydantic_core import from_json

from events.canonical import canonical
from events.catalogue import BY_STEM
from events.cloudevents import ATTRIBUTES, SEALABLE, service_of
from events.data_classes import DataClass
from events.envelope import Envelope
from foundation.access.asking import REPORTER_FIELDS, OfRecord
from foundation.access.deciding import decide
from foundation.identity.caller import Caller
from foundation.vault.spots import spots

WITHHELD = "withheld"
"""Stands where the token of a sealed value stood that the caller may not even have sealed."""
Giving = Literal["read_record", "export"]


class Copies:
    """Gives one caller copies of stored records. The same question is put to the policies once."""

    def __init__(self, caller: Caller, action: Giving) -> None:
        self._caller, self._action = caller, action
        self._answers: dict[OfRecord, bool] = {}

    def of(self, body: bytes) -> bytes | None:
        """The stored bytes, or what the caller may have of them; None for a record that they may not have."""
        return self.within(body) if self._gives(_of(from_json(body))) else None

    def within(self, body: bytes) -> bytes:
        """A record that the caller may have, without the sealed values that a policy keeps from them."""
        raw: dict[str, Any] = from_json(body)
        about = _of(raw)
        hidden = frozenset(held for held in CLOSED if not self._gives(replace(about, data_class=held)))
        reporter = about.reporter_protected and not self._gives(
            replace(about, data_class=REPORTERS, names_reporter=True)
        )
        if not hidden and not reporter:
            return body
        for name, data_class in ATTRIBUTE_CLASSES.items():
            of_reporter = reporter and name in REPORTER_ATTRIBUTES
            if name in raw and (of_reporter or data_class in hidden):
                raw[name] = WITHHELD
        for spot in spots(about.event, raw["data"], "/data"):
            if spot.is_sealed and spot.data_class in hidden:
                spot.holder[spot.key] = {"sealed": WITHHELD}
        return canonical(raw)

    def _gives(self, about: OfRecord) -> bool:
        if about not in self._answers:
            decision = decide(self._caller, self._action, about)
            # Reading gives sealed values as tokens, for which nothing asks a permit: only a wall hides them.
            walled = bool(decision.policies)
            sealed = about.data_class is not DataClass.OPEN and self._action == "read_record"
            self._answers[about] = decision.allowed or (sealed and not walled)
        return self._answers[about]


CLOSED = tuple(held for held in DataClass if held is not DataClass.OPEN)
REPORTERS = DataClass.PERSONAL
"""The class of the attributes that name a reporter."""


def _classes() -> Iterator[tuple[str, DataClass]]:
    for name in sorted(SEALABLE):
        marks = [mark for mark in Envelope.model_fields[name].metadata if isinstance(mark, DataClass)]
        yield ATTRIBUTES[name], marks[0] if marks else DataClass.PERSONAL


ATTRIBUTE_CLASSES: dict[str, DataClass] = dict(_classes())
"""The attributes that are sealed as bare tokens."""
REPORTER_ATTRIBUTES = frozenset(ATTRIBUTES[name] for name in REPORTER_FIELDS)


def _of(raw: dict[str, Any]) -> OfRecord:
    """A stored CloudEvent as the policies see it, without reading all of it."""
    return OfRecord(
        BY_STEM[raw["type"].rpartition(".v")[0]],
        service_of(raw["source"]),
        raw["assertedbyrole"],
        raw.get("assertedbybody"),
        reporter_protected=raw.get("reporterprotected") is True,
    )
