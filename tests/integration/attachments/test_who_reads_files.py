"""Who may read a file is what the policies say, and that it was read is on record before its first byte."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args
from uuid import uuid4

import pytest

from events.base import SERVICES, Service
from events.cloudevents import decode
from events.codes.common import ActorRole, DataClassCode
from events.data_protection import PersonalDataAccessed
from foundation.access.asking import Use
from foundation.access.kinds import KINDS
from foundation.attachments.access import Why
from foundation.attachments.attachments import Attachments
from foundation.attachments.errors import UnknownAttachmentError
from foundation.attachments.folder import FolderBlobs
from foundation.attachments.noting import Gate
from foundation.clock import system_clock, uuid7
from foundation.event_store.opening import open_store
from foundation.event_store.port import EventStore, StoreUnavailableError
from foundation.identity.caller import Caller
from foundation.recording.recorder import Recorder
from foundation.vault.opened import Plain
from foundation.vault.vault import Vault
from tests.integration.attachments.files import BODY, OTHER_BODY, a_file, bring_whole, caller

MONITORING = Why(Use("monitoring", "public_task"))
CONSENT = Why(Use("monitoring", "consent"), consent=f"Q-{uuid4()}")
CLASSES: tuple[DataClassCode, ...] = get_args(DataClassCode)
ORIGINAL = f"ATT-{uuid4()}"


class House:
    """Attachments of one service, and the log of who looked."""

    def __init__(self, folder: Path, vault: Vault, store: EventStore) -> None:
        self.folder, self.vault, self.store = folder, vault, store
        self.gate = Gate(Recorder("data_protection", store, vault, system_clock), system_clock, uuid7)

    def at(self, service: Service | None) -> Attachments:
        """The attachments as a service has them."""
        blobs = FolderBlobs(self.folder / "blobs")
        return Attachments(blobs, self.vault, may_open=self.gate, service=service)

    def accesses(self) -> list[tuple[Any, PersonalDataAccessed]]:
        """What was recorded, in order."""
        found = []
        for record in self.store.read(0, 1000):
            recorded = decode(record.body)
            assert isinstance(recorded.event, PersonalDataAccessed)
            found.append((recorded.envelope, recorded.event))
        return found


@pytest.fixture
def house(tmp_path: Path, vault: Vault) -> Iterator[House]:
    store = open_store(f"sqlite:///{tmp_path}/data_protection.sqlite")
    yield House(tmp_path, vault, store)
    store.close()


def brought(
    house: House,
    content_class: DataClassCode,
    service: Service | None = "return_operation",
    who: Caller | None = None,
    **changes: Any,
) -> str:
    """A file that somebody of the own body brought in."""
    copy = {"working_copy_of": ORIGINAL} if content_class == "open" else {}
    file = a_file(100, content_class=content_class, **copy, **changes)
    return bring_whole(house.at(service), who or caller("escort"), file)


def may_read(house: House, who: Caller, identifier: str, why: Why | None) -> bool:
    """Whether the bytes are given out."""
    try:
        return b"".join(house.at("data_protection").open(who, identifier, why).pieces) != b""
    except UnknownAttachmentError:
        return False


@pytest.mark.parametrize("service", [*SERVICES, None])
@pytest.mark.parametrize("content_class", CLASSES)
def test_those_who_carry_out_returns_read_open_copies_of_their_own_body_from_before_arrival_alone(
    house: House, service: Service | None, content_class: DataClassCode
) -> None:
    identifier = brought(house, content_class, service)
    own = content_class == "open" and service in {"pre_return", "return_operation"}
    for role in KINDS["enforcement"]:
        for why in (None, MONITORING, CONSENT):
            assert may_read(house, caller(role, BODY), identifier, why) is own
            assert not may_read(house, caller(role, OTHER_BODY), identifier, why)
            assert not may_read(house, caller(role, None), identifier, why)


@pytest.mark.parametrize(
    ("role", "content_class", "why", "allowed"),
    [
        ("independent_monitor", "personal", MONITORING, True),
        ("independent_monitor", "special", MONITORING, True),
        ("independent_monitor", "protected", MONITORING, False),
        ("independent_monitor", "protected", CONSENT, True),
        ("nhri", "personal", None, False),
        ("nhri", "personal", Why(Use("return_enforcement", "public_task")), False),
        ("nhri", "open", None, True),
        ("court", "open", None, True),
        ("court", "personal", MONITORING, False),
        ("case_manager", "personal", MONITORING, False),
        ("case_manager", "personal", CONSENT, True),
        ("medical_professional", "special", Why(Use("safety_emergency", "vital_interest")), True),
        ("lawyer", "personal", Why(Use("legal_claim", "legal_claim")), False),
    ],
)
def test_the_policies_decide_for_everyone_else(
    house: House, role: ActorRole, content_class: DataClassCode, why: Why | None, *, allowed: bool
) -> None:
    identifier = brought(house, content_class)
    assert may_read(house, caller(role, OTHER_BODY), identifier, why) is allowed


def test_a_lawyer_reads_files_of_the_case_that_the_token_names(house: House) -> None:
    case = f"C-{uuid4()}"
    identifier = brought(house, "personal", subject=case)
    lawyer = replace(caller("lawyer", OTHER_BODY), acts_for=frozenset({case}))
    assert may_read(house, lawyer, identifier, Why(Use("legal_claim", "legal_claim")))


def test_that_a_file_was_read_is_on_record_before_its_first_byte(house: House, vault: Vault) -> None:
    case, monitor = f"C-{uuid4()}", caller()
    identifier = brought(house, "special", subject=case)
    begun = system_clock()
    file = house.at("data_protection").open(monitor, identifier, CONSENT)

    ((envelope, event),) = house.accesses()
    assert b"".join(file.pieces)
    assert len(house.accesses()) == 1
    assert (envelope.subject_ids, envelope.phase) == ((case,), "en_route")
    assert (envelope.purpose, envelope.lawful_basis) == ("monitoring", "consent")
    assert envelope.consent == CONSENT.consent
    assert (event.role, event.body, event.action) == ("independent_monitor", BODY, "read")
    assert (event.purpose, event.highest_class, event.events_read) == ("monitoring", "special", 1)
    assert not event.emergency_override
    assert begun <= event.accessed_at <= begun + timedelta(minutes=10)
    (record,) = house.store.read(0, 10)
    assert vault.open_record(record.body)["/data/accessed_by"] == Plain(monitor.user)


def test_open_copies_are_read_without_a_record(house: House) -> None:
    identifier = brought(house, "open")
    assert may_read(house, caller("nhri"), identifier, None)
    assert may_read(house, caller("nhri"), identifier, MONITORING)
    assert house.accesses() == []


def test_a_denial_is_on_record_once_it_was_answered(house: House) -> None:
    identifier = brought(house, "protected")
    with pytest.raises(UnknownAttachmentError) as raised:
        house.at("data_protection").open(caller("escort"), identifier, CONSENT)
    assert house.accesses() == []
    assert raised.value.note
    raised.value.note()
    ((_, event),) = house.accesses()
    assert (event.role, event.action, event.events_read) == ("escort", "denied", 0)
    assert event.highest_class == "protected"


def test_nothing_is_given_out_whose_reading_cannot_be_recorded(house: House) -> None:
    of_operation = brought(house, "personal", subject=f"O-{uuid4()}")
    of_case = brought(house, "personal")
    assert not may_read(house, caller(), of_operation, MONITORING)
    assert not may_read(house, caller(body=None), of_case, MONITORING)
    assert house.accesses() == []
    house.store.close()
    with pytest.raises(StoreUnavailableError):
        house.at("data_protection").open(caller(), of_case, MONITORING)


def test_a_file_of_no_single_case_is_read_for_the_sake_of_one(house: House) -> None:
    operation, case = f"O-{uuid4()}", f"C-{uuid4()}"
    identifier = brought(house, "personal", subject=operation)
    assert may_read(house, caller(), identifier, replace(MONITORING, case=case))
    ((envelope, _),) = house.accesses()
    assert envelope.subject_ids == (case, operation)


def test_where_files_are_only_taken_in_none_is_given_out(house: House, vault: Vault) -> None:
    identifier = brought(house, "open")
    taking_in = Attachments(FolderBlobs(house.folder / "blobs"), vault)
    assert not taking_in.gives_out
    assert house.at(None).gives_out
    with pytest.raises(UnknownAttachmentError):
        taking_in.open(caller("nhri"), identifier)
