"""Everything that may be asked about a person's data, wired over what an installation keeps."""

from collections.abc import Mapping
from dataclasses import dataclass

from events.base import Service
from foundation.clock import Clock, NewId, uuid7
from foundation.erasure.eraser import Eraser
from foundation.erasure.held import HeldRecords
from foundation.recording.recorder import Recorder
from foundation.vault.vault import Vault
from services.data_protection.application.access import AccessLog
from services.data_protection.application.erasing import Erasing
from services.data_protection.application.holding import Holding
from services.data_protection.application.reading_person import PersonReader
from services.data_protection.application.rectifying import Rectifying
from services.data_protection.application.reporting import Reporting


@dataclass(frozen=True, slots=True)
class Persons:
    """The use cases."""

    reporting: Reporting
    rectifying: Rectifying
    erasing: Erasing
    holding: Holding


def persons_over(  # noqa: PLR0913, PLR0917 - what the use cases share
    held: HeldRecords,
    recorders: Mapping[Service, Recorder],
    vault: Vault,
    eraser: Eraser,
    clock: Clock,
    new_id: NewId = uuid7,
) -> Persons:
    """The use cases over the logs of all services, one vault, and who carries erasures out."""
    recorder = recorders["data_protection"]
    reader = PersonReader(held, vault, AccessLog(recorder, clock, new_id))
    return Persons(
        Reporting(reader, clock),
        Rectifying(reader, recorders, clock, new_id),
        Erasing(held, recorder, eraser, clock, new_id),
        Holding(held, recorder, clock, new_id),
    )
