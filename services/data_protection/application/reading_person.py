"""Reads all that is held on a person: open fields, values opened for a purpose, and why others are not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic_core import from_json

from events.codes.common import Phase
from events.ids import kind_of
from foundation.erasure.held import Held, HeldRecords
from foundation.vault.locating import Located
from foundation.vault.opened import Opened, Plain, Withheld
from foundation.vault.vault import Vault
from services.data_protection.application.access import (
    Access,
    AccessDeniedError,
    AccessLog,
    hindrance,
    strictest,
)

OTHERS = Withheld("it is sealed for somebody else: another person, or who spoke or entered the record")


class NothingHeldError(Exception):
    """No record names this person or case."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """A person, or one case, as the records know them."""

    cases: tuple[str, ...]
    persons: tuple[str, ...]
    """Only the one asked for; asking for a case opens nothing of the person's other cases."""
    records: tuple[Held, ...]

    @property
    def ids(self) -> frozenset[str]:
        """Whose keys seal what is theirs."""
        return frozenset((*self.cases, *self.persons))


@dataclass(frozen=True, slots=True)
class OpenedRecord:
    """One record and its sealed values by JSON pointer in the stored CloudEvent."""

    held: Held
    stored: dict[str, Any]
    values: dict[str, Opened | Withheld]


def subjects_of(held: HeldRecords, subject: str) -> Subjects:
    """What is held on `P-…` or `C-…`. Raises NothingHeldError."""
    if kind_of(subject) == "person":
        cases, persons = held.cases_of(subject), [subject]
    else:
        cases, persons = (subject,), []
    records = tuple(held.about((*cases, *persons)))
    if not records or not cases:
        raise NothingHeldError(f"{subject}: no record of a case of this id is held here")
    return Subjects(cases, tuple(persons), records)


def phase_of(found: Subjects) -> Phase:
    """The stage to which the newest record belongs."""
    stored = [from_json(one.record.body) for one in found.records]
    newest = max(stored, key=lambda one: datetime.fromisoformat(one["time"]))
    phase: Phase = newest["phase"]
    return phase


@dataclass(frozen=True, slots=True)
class PersonReader:
    """Opens what is held on a person, after the access was recorded."""

    held: HeldRecords
    vault: Vault
    log: AccessLog

    def read(self, subject: str, access: Access) -> tuple[Subjects, list[OpenedRecord]]:
        """Every record of a person or case, in the order of the services and their logs.

        Raises NothingHeldError, AccessDeniedError (after recording that), RequestRefusedError when the
        access could not be recorded, and VaultUnavailableError.
        """
        found = subjects_of(self.held, subject)
        return found, self.open(found, found.records, access)

    def open(self, found: Subjects, records: Sequence[Held], access: Access) -> list[OpenedRecord]:
        """Some records of a person, opened for a purpose."""
        located = self.vault.locate([one.record.body for one in records])
        theirs = [one for one in located if one.subject in found.ids]
        self._note(found, [one for one in theirs if one.is_live], access)
        values: list[dict[str, Opened | Withheld]] = [{} for _ in records]
        for one in located:
            for place, value in self._values(one, found.ids):
                values[one.record][place] = value
        return [
            OpenedRecord(one, from_json(one.record.body), opened)
            for one, opened in zip(records, values, strict=True)
        ]

    def _note(self, found: Subjects, live: Sequence[Located], access: Access) -> None:
        denied = hindrance(access)
        highest = strictest({one.sector for one in live if one.sector})
        for at, case in enumerate(found.cases):
            of_case = {
                one.record
                for one in live
                if one.subject == case or (at == 0 and one.subject in found.persons)
            }
            if of_case or denied:
                self.log.note(access, case, phase_of(found), len(of_case), highest)
        if denied:
            raise AccessDeniedError(denied)

    def _values(self, one: Located, subjects: frozenset[str]) -> Iterator[tuple[str, Opened | Withheld]]:
        if one.row is not None and one.subject not in subjects:
            yield one.place.pointer, OTHERS
            return
        value = self.vault.open_located(one)
        yield one.place.pointer, value
        if isinstance(value, Plain):
            for inner in self.vault.locate_inside(one, value.value):
                yield from self._values(inner, subjects)
