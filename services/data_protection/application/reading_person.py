"""Reads all that is held on a person: open fields, values opened for a purpose, and why others are not."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic_core import from_json

from events.codes.common import Phase
from events.ids import kind_of, subject_id, uuid_of
from foundation.erasure.held import Held, HeldRecords
from foundation.vault.locating import Located
from foundation.vault.opened import Opened, Plain, Withheld
from foundation.vault.vault import Vault
from services.data_protection.application.access import (
    Access,
    AccessDeniedError,
    AccessLog,
    RequestRefusedError,
    strictest,
)
from services.data_protection.application.judging import Judge, Refusal

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


def everything(_held: Held) -> bool:
    """Every record, whoever asks."""
    return True


def subjects_of(held: HeldRecords, subject: str, seen: Callable[[Held], bool] = everything) -> Subjects:
    """What is held on `P-…` or `C-…`, as far as the caller may learn of it.

    Raises NothingHeldError alike, and after the same search, when there is none and when none may be seen.
    """
    if kind_of(subject) == "person":
        cases, persons = held.cases_of(subject), [subject]
    else:
        cases, persons = (subject,), []
    records = tuple(one for one in held.about((*cases, *persons)) if seen(one))
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

        A value that the policies do not open is withheld, with their reason. Raises NothingHeldError,
        AccessDeniedError for whoever has nothing opened of anybody (after recording that, and whether or not
        anything is held), RequestRefusedError when the access could not be recorded, and
        VaultUnavailableError.
        """
        judge = Judge(access)
        denied = judge.why_nothing_is_opened(subject)
        try:
            found = subjects_of(self.held, subject, everything if denied else judge.sees())
        except NothingHeldError:
            if not denied:
                raise
            found = None
        if denied:
            self._note_denied(found, subject, access)
            raise AccessDeniedError(denied)
        assert found is not None  # noqa: S101 - either found or denied
        return found, self.open(found, found.records, access, judge.opening)

    def open(
        self, found: Subjects, records: Sequence[Held], access: Access, refusal: Refusal | None = None
    ) -> list[OpenedRecord]:
        """Some records of a person, opened for a purpose as far as the policies go."""
        refusal = refusal or Judge(access).opening
        located = self.vault.locate([one.record.body for one in records])
        live = [one for one in located if one.subject in found.ids and one.is_live]
        asked_of = frozenset(found.persons or found.cases)

        def refused(one: Located) -> str | None:
            return refusal(records[one.record], one, asked_of)

        allowed = [one for one in live if refused(one) is None]
        self._note(found, live, allowed, access)
        values: list[dict[str, Opened | Withheld]] = [{} for _ in records]
        for one in located:
            for place, value in self._values(one, found.ids, refused):
                values[one.record][place] = value
        return [
            OpenedRecord(one, from_json(one.record.body), opened)
            for one, opened in zip(records, values, strict=True)
        ]

    def _note(
        self, found: Subjects, live: Sequence[Located], allowed: Sequence[Located], access: Access
    ) -> None:
        for at, case in enumerate(found.cases):
            persons = found.persons if at == 0 else ()
            wanted, given = (
                [one for one in these if one.subject in (case, *persons)] for these in (live, allowed)
            )
            if wanted:
                highest = strictest({one.sector for one in given or wanted if one.sector})
                opened = len({one.record for one in given})
                self.log.note(access, case, phase_of(found), opened, highest, denied=not given)

    def _note_denied(self, found: Subjects | None, subject: str, access: Access) -> None:
        """Record that somebody was turned down, with as much to write when nothing is held on the subject."""
        cases = found.cases if found else (subject_id("case", uuid_of(subject)),)
        for case in cases:
            # An erased case takes no record with personal data; that it was erased is not to be told here.
            with suppress(RequestRefusedError):
                self.log.note(
                    access, case, phase_of(found) if found else "pre_return", 0, "open", denied=True
                )

    def _values(
        self, one: Located, subjects: frozenset[str], refused: Callable[[Located], str | None]
    ) -> Iterator[tuple[str, Opened | Withheld]]:
        if one.row is not None and one.subject not in subjects:
            yield one.place.pointer, OTHERS
            return
        if one.is_live and (reason := refused(one)):
            yield one.place.pointer, Withheld(reason)
            return
        value = self.vault.open_located(one)
        yield one.place.pointer, value
        if isinstance(value, Plain):
            for inner in self.vault.locate_inside(one, value.value):
                yield from self._values(inner, subjects, refused)
