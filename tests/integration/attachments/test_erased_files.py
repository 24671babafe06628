"""Once the keys of a subject are destroyed no file of theirs opens, and its bytes are removed."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from deploy.local.processes import wait_until
from foundation.attachments.errors import ErasedError, UnknownAttachmentError
from foundation.attachments.folder import FolderBlobs
from foundation.attachments.held import about
from foundation.attachments.keeping_swept import kept_swept
from foundation.attachments.limits import UNFINISHED
from foundation.attachments.sweeping import Swept, sweep
from foundation.clock import system_clock
from foundation.vault.key_rows import Slot
from foundation.vault.sectors import Sector
from foundation.vault.sql_engines import engine_of
from foundation.vault.sql_key_ending import SqlKeyEnding
from foundation.vault.vault import Vault
from tests.integration.attachments.conftest import OpenBlobs
from tests.integration.attachments.files import File, a_file, bring, bring_whole, caller, over, read

MONITOR = caller()


def erase(tmp_path: Path, vault: Vault, subject: str, *sectors: Sector) -> None:
    """Destroy keys as the erasure of a person does."""
    ending = SqlKeyEnding(engine_of(f"sqlite:///{tmp_path}/vault.sqlite"))
    slots = [Slot(subject, sector) for sector in sectors or Sector]
    ending.fence(slots, system_clock())
    ending.destroy(slots)
    vault.forget()


def ended(tmp_path: Path) -> frozenset[Slot]:
    """The keys that were destroyed."""
    ending = SqlKeyEnding(engine_of(f"sqlite:///{tmp_path}/vault.sqlite"))
    return frozenset(row.slot for row in ending.ended())


def test_no_file_of_an_erased_subject_opens_or_comes_in(
    open_blobs: OpenBlobs, vault: Vault, tmp_path: Path
) -> None:
    attachments, file, other = over(open_blobs(), vault), a_file(), a_file()
    underway = a_file(100, subject=file.announced.subject)
    identifier, kept = (bring_whole(attachments, MONITOR, one) for one in (file, other))
    unfinished, _, _ = attachments.start(MONITOR, underway.announced)
    bring(attachments, MONITOR, unfinished, underway.content[:50])
    reading = attachments.open(MONITOR, identifier).pieces
    next(reading)

    erase(tmp_path, vault, file.announced.subject)

    again = over(open_blobs(), vault)
    for call in (
        lambda: again.open(MONITOR, identifier),
        lambda: again.start(MONITOR, file.announced),
        lambda: again.receive(MONITOR, unfinished),
        lambda: b"".join(reading),
    ):
        with pytest.raises(ErasedError):
            call()
    with pytest.raises(UnknownAttachmentError):
        again.open(caller("escort"), identifier)
    assert read(again, MONITOR, kept) == other.content


def test_sweeping_removes_the_bytes_and_leaves_the_word_that_they_were_erased(
    open_blobs: OpenBlobs, vault: Vault, tmp_path: Path
) -> None:
    attachments, file, other = over(open_blobs(), vault), a_file(), a_file()
    identifier, kept = (bring_whole(attachments, MONITOR, one) for one in (file, other))
    attachments.start(MONITOR, a_file(subject=file.announced.subject).announced)
    erase(tmp_path, vault, file.announced.subject)

    assert sweep(open_blobs(), ended(tmp_path), system_clock()) == Swept(uploads=1, contents=1)
    assert sweep(open_blobs(), ended(tmp_path), system_clock()) == Swept(0, 0)
    assert all(file.announced.subject not in name for name in open_blobs().names("content"))
    with pytest.raises(ErasedError):
        attachments.open(MONITOR, identifier)
    assert read(attachments, MONITOR, kept) == other.content


def test_the_class_of_a_file_decides_with_what_it_is_erased(vault: Vault, tmp_path: Path) -> None:
    attachments = over(FolderBlobs(tmp_path / "blobs"), vault)
    file = a_file(100)
    medical = a_file(100, subject=file.announced.subject, content_class="special")
    plain, special = (bring_whole(attachments, MONITOR, one) for one in (file, medical))
    erase(tmp_path, vault, file.announced.subject, Sector.SPECIAL)
    assert read(attachments, MONITOR, plain) == file.content
    with pytest.raises(ErasedError):
        attachments.open(MONITOR, special)


def test_an_upload_that_takes_too_long_is_given_up(
    open_blobs: OpenBlobs, vault: Vault, at_rest: Callable[[], bytes], tmp_path: Path
) -> None:
    attachments, file = over(open_blobs(), vault), a_file()
    identifier, _, _ = attachments.start(MONITOR, file.announced)
    bring(attachments, MONITOR, identifier, file.content[:100])
    assert sweep(open_blobs(), ended(tmp_path), system_clock() + UNFINISHED - timedelta(days=1)) == Swept(
        0, 0
    )
    assert attachments.progress(MONITOR, identifier).offset == 100
    assert identifier.encode() in at_rest()
    assert sweep(open_blobs(), ended(tmp_path), system_clock() + UNFINISHED) == Swept(1, 0)
    assert list(open_blobs().names("upload")) == []
    with pytest.raises(UnknownAttachmentError):
        attachments.progress(MONITOR, identifier)


def test_a_part_that_came_after_the_end_is_swept(open_blobs: OpenBlobs, vault: Vault, tmp_path: Path) -> None:
    attachments, file = over(open_blobs(), vault), a_file(100)
    identifier, _, _ = attachments.start(MONITOR, file.announced)
    late = attachments.receive(MONITOR, identifier)
    late.begin(0, None)
    bring(attachments, MONITOR, identifier, file.content)
    late.add(file.content[:10])
    late.keep()
    assert sweep(open_blobs(), ended(tmp_path), system_clock()) == Swept(1, 0)
    assert list(open_blobs().names("upload")) == []
    assert read(attachments, MONITOR, identifier) == file.content


def test_a_damaged_description_keeps_nothing_else_from_being_swept(tmp_path: Path, vault: Vault) -> None:
    blobs = FolderBlobs(tmp_path / "blobs")
    attachments = over(blobs, vault)
    damaged, given_up = (attachments.start(MONITOR, a_file().announced)[0] for _ in range(2))
    blobs.put(about(damaged), [b"{"])
    late = system_clock() + UNFINISHED
    assert sweep(blobs, frozenset(), late) == Swept(1, 0)
    assert list(blobs.names("upload")) == [about(damaged)]
    with pytest.raises(UnknownAttachmentError):
        attachments.progress(MONITOR, given_up)


def test_whoever_serves_sweeps_at_the_start_and_again(tmp_path: Path, vault: Vault) -> None:
    blobs, ending = (
        FolderBlobs(tmp_path / "blobs"),
        SqlKeyEnding(engine_of(f"sqlite:///{tmp_path}/vault.sqlite")),
    )
    attachments, before, later = over(blobs, vault), a_file(100), a_file(100)
    for file in (before, later):
        bring_whole(attachments, MONITOR, file)

    def held(file: File) -> bool:
        return any(file.announced.subject in name for name in blobs.names("content"))

    erase(tmp_path, vault, before.announced.subject)
    with kept_swept(blobs, ending, system_clock, look=0.05):
        assert wait_until(lambda: not held(before), 20)
        assert held(later)
        erase(tmp_path, vault, later.announced.subject)
        assert wait_until(lambda: not held(later), 20)
