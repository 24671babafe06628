"""What persons may ask about their data, over an open data directory."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from foundation.clock import uuid7
from foundation.erasure.eraser import Told
from returnwatch.embedded import Embedded, address
from returnwatch.erasures import RECORDS, erasing_over, held_in, quiet
from services.data_protection.application.access import AccessLog
from services.data_protection.application.erasing import Erasing
from services.data_protection.application.reading_person import PersonReader
from services.data_protection.application.rectifying import Rectifying
from services.data_protection.application.reporting import Reporting


@dataclass(frozen=True, slots=True)
class Persons:
    """The use cases, wired."""

    reporting: Reporting
    rectifying: Rectifying
    erasing: Erasing


@contextmanager
def persons(opened: Embedded, told: Told = quiet) -> Iterator[Persons]:
    """The use cases of a data directory, after everything decided before was completed."""
    clock, recorders, held = opened.clock, opened.recorders, held_in(opened.stores)
    recorder = recorders[RECORDS]
    reader = PersonReader(held, opened.vault, AccessLog(recorder, clock, uuid7))
    vault = address(opened.folder, "vault")
    with erasing_over(vault, opened.stores, opened.vault, clock, told) as eraser:
        yield Persons(
            Reporting(reader, clock),
            Rectifying(reader, recorders, clock, uuid7),
            Erasing(held, recorder, eraser, clock, uuid7),
        )
