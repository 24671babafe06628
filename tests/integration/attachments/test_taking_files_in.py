"""Files come in part by part, in spite of repeats, races and deaths, and are kept once and unchanged."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from foundation.attachments.errors import (
    OtherAnnouncementError,
    OtherBytesError,
    TooManyBytesError,
    UnknownAttachmentError,
    WrongOffsetError,
)
from foundation.attachments.folder import FolderBlobs
from foundation.attachments.limits import PART
from foundation.attachments.port import Blobs
from foundation.attachments.sealing import DamagedError
from foundation.vault.vault import Vault
from tests.integration.attachments.conftest import OpenBlobs
from tests.integration.attachments.files import (
    BODY,
    MARK,
    File,
    a_file,
    bring,
    bring_whole,
    caller,
    over,
    read,
)
from tests.integration.attachments.stepping import DeathError, mortal, overtaken

MONITOR = caller()
ORIGINAL = "ATT-9a2b6a0e-58c1-4e64-9d3c-0d5b1f6f2a11"


@pytest.mark.parametrize("size", [1, PART - 1, PART, PART + 1, 3 * PART + 12345, 10 * PART])
def test_a_file_is_read_as_it_was_brought(open_blobs: OpenBlobs, vault: Vault, size: int) -> None:
    attachments, file = over(open_blobs(), vault), a_file(size)
    identifier = bring_whole(attachments, MONITOR, file)
    opened = over(open_blobs(), vault).open(MONITOR, identifier)
    assert opened.announced == file.announced
    assert b"".join(opened.pieces) == file.content
    assert {name.split("/")[0] for name in names(open_blobs())} == {"file", "content"}


@pytest.mark.parametrize("seed", range(5))
def test_parts_may_be_of_any_size_and_repeat_and_each_may_meet_another_process(
    open_blobs: OpenBlobs, vault: Vault, seed: int
) -> None:
    chance, file = Random(seed), a_file()  # noqa: S311 - any order will do
    identifier, progress, _ = over(open_blobs(), vault).start(MONITOR, file.announced)
    while not progress.is_complete:
        attachments = over(open_blobs(), vault)
        assert attachments.progress(MONITOR, identifier) == progress
        begin = max(0, progress.offset - chance.choice([0, 0, 1, PART // 3]))
        end = min(begin + chance.choice([0, 1, PART // 2, PART, 2 * PART]), len(file.content))
        progress = bring(attachments, MONITOR, identifier, file.content[begin:end], begin)
        assert progress.offset >= end
    repeated = bring(over(open_blobs(), vault), MONITOR, identifier, file.content)
    assert repeated.is_complete
    assert read(attachments, MONITOR, identifier) == file.content


def test_an_announcement_may_repeat_and_its_id_is_good_for_one_file(
    open_blobs: OpenBlobs, vault: Vault
) -> None:
    attachments, file = over(open_blobs(), vault), a_file(attachment_id=ORIGINAL)
    assert attachments.start(MONITOR, file.announced)[2]
    bring(attachments, MONITOR, ORIGINAL, file.content[:10])
    identifier, progress, is_new = attachments.start(MONITOR, file.announced)
    assert (identifier, progress.offset, is_new) == (ORIGINAL, 10, False)
    for who, announced in (
        (MONITOR, a_file(attachment_id=ORIGINAL, subject=file.announced.subject).announced),
        (caller(), file.announced),
    ):
        with pytest.raises(OtherAnnouncementError):
            attachments.start(who, announced)
    bring(attachments, MONITOR, ORIGINAL, file.content[10:], 10)
    assert attachments.start(MONITOR, file.announced)[1].is_complete


def test_bytes_with_another_hash_leave_nothing(open_blobs: OpenBlobs, vault: Vault) -> None:
    attachments, file = over(open_blobs(), vault), a_file(sha256="00" * 32)
    identifier, _, _ = attachments.start(MONITOR, file.announced)
    with pytest.raises(OtherBytesError):
        bring(attachments, MONITOR, identifier, file.content)
    assert names(open_blobs()) == []
    with pytest.raises(UnknownAttachmentError):
        attachments.progress(MONITOR, identifier)


def test_a_part_beyond_a_hole_and_bytes_beyond_the_end_are_refused(
    open_blobs: OpenBlobs, vault: Vault
) -> None:
    attachments, file = over(open_blobs(), vault), a_file(100)
    identifier, _, _ = attachments.start(MONITOR, file.announced)
    bring(attachments, MONITOR, identifier, file.content[:40])
    with pytest.raises(WrongOffsetError) as wrong:
        bring(attachments, MONITOR, identifier, file.content[50:], 50)
    assert wrong.value.offset == 40
    with pytest.raises(TooManyBytesError):
        bring(attachments, MONITOR, identifier, file.content + b"x")
    unsaid = attachments.receive(MONITOR, identifier)
    unsaid.begin(40, None)
    with pytest.raises(TooManyBytesError):
        unsaid.add(file.content)
    assert bring(attachments, MONITOR, identifier, file.content[40:], 40).is_complete


def test_a_truncated_file_stays_unfinished(open_blobs: OpenBlobs, vault: Vault) -> None:
    attachments, file = over(open_blobs(), vault), a_file(100)
    identifier, _, _ = attachments.start(MONITOR, file.announced)
    assert not bring(attachments, MONITOR, identifier, file.content[:99]).is_complete
    with pytest.raises(UnknownAttachmentError):
        attachments.open(MONITOR, identifier)


def test_only_the_uploader_goes_on_with_an_upload(open_blobs: OpenBlobs, vault: Vault) -> None:
    attachments, file = over(open_blobs(), vault), a_file(100)
    identifier, _, _ = attachments.start(MONITOR, file.announced)
    for call in (attachments.progress, attachments.receive):
        with pytest.raises(UnknownAttachmentError):
            call(caller(), identifier)


def test_the_same_content_is_kept_once_for_a_case_and_apart_for_another(
    open_blobs: OpenBlobs, vault: Vault
) -> None:
    attachments, file = over(open_blobs(), vault), a_file()
    other = a_file(content=file.content)
    identifiers = [bring_whole(attachments, who, one) for who in (MONITOR, caller()) for one in (file, other)]
    assert len(set(identifiers)) == 4
    assert len(list(open_blobs().names("content"))) == 2
    for identifier in identifiers:
        assert read(attachments, MONITOR, identifier) == file.content


def test_who_knows_the_hash_alone_gets_nothing(open_blobs: OpenBlobs, vault: Vault) -> None:
    attachments, file = over(open_blobs(), vault), a_file()
    bring_whole(attachments, MONITOR, file)
    identifier, progress, _ = attachments.start(caller(), file.announced)
    assert (progress.offset, progress.is_complete) == (0, False)
    with pytest.raises(UnknownAttachmentError):
        attachments.open(MONITOR, identifier)


def test_two_uploads_of_one_content_and_two_requests_of_one_upload_at_once(
    open_blobs: OpenBlobs, vault: Vault
) -> None:
    file, start = a_file(), threading.Barrier(4)
    identifiers = [over(open_blobs(), vault).start(MONITOR, file.announced)[0] for _ in range(2)]

    def send(identifier: str) -> None:
        attachments = over(open_blobs(), vault)
        start.wait()
        bring(attachments, MONITOR, identifier, file.content)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, identifiers * 2))
    for identifier in identifiers:
        assert read(over(open_blobs(), vault), MONITOR, identifier) == file.content
    assert len(list(open_blobs().names("content"))) == 1


def test_another_request_that_ends_first_does_no_harm_at_whatever_step(tmp_path: Path, vault: Vault) -> None:
    for at in range(1, 100):
        blobs, file = FolderBlobs(tmp_path / f"{at}"), a_file(2 * PART + 5, attachment_id=ORIGINAL)
        others = []

        def another(blobs: FolderBlobs = blobs, file: File = file, others: list[str] = others) -> None:
            others.append(bring_whole(over(blobs, vault), MONITOR, file))

        attachments = over(overtaken(blobs, at, another), vault)
        identifier, _, _ = attachments.start(MONITOR, file.announced)
        assert bring(attachments, MONITOR, identifier, file.content).is_complete
        assert read(over(blobs, vault), MONITOR, ORIGINAL) == file.content
        if not others:
            assert at > 10
            return
    raise AssertionError("the upload never came to its end")


@pytest.mark.parametrize("is_done", [False, True])
def test_a_death_at_any_call_of_the_store_is_made_good_by_sending_again(
    tmp_path: Path, vault: Vault, *, is_done: bool
) -> None:
    for last in range(1, 100):
        blobs, file = FolderBlobs(tmp_path / f"{last}"), a_file(2 * PART + 5, attachment_id=ORIGINAL)
        short_lived = over(mortal(blobs, last, is_done=is_done), vault)
        try:
            bring_whole(short_lived, MONITOR, file)
        except DeathError:
            attachments = over(blobs, vault)
            offset = attachments.start(MONITOR, file.announced)[1].offset
            assert bring(attachments, MONITOR, ORIGINAL, file.content[offset:], offset).is_complete
            assert read(attachments, MONITOR, ORIGINAL) == file.content
        else:
            assert last > 10
            return
    raise AssertionError("the upload never came to its end")


def test_a_changed_byte_in_the_store_is_noticed(tmp_path: Path, vault: Vault) -> None:
    attachments, file = over(FolderBlobs(tmp_path / "blobs"), vault), a_file()
    identifier = bring_whole(attachments, MONITOR, file)
    for folder in ("content", "file"):
        (path,) = [path for path in (tmp_path / "blobs" / folder).rglob("*") if path.is_file()]
        untouched = path.read_bytes()
        path.write_bytes(untouched[:-1] + bytes([untouched[-1] ^ 1]))
        with pytest.raises(DamagedError):
            read(attachments, MONITOR, identifier)
        path.write_bytes(untouched)
    path.unlink()
    for one in (tmp_path / "blobs" / "content").rglob("*"):
        if one.is_file():
            one.unlink()
    with pytest.raises(UnknownAttachmentError):
        read(attachments, MONITOR, identifier)


def test_nothing_of_a_file_is_at_rest_in_clear_at_any_time(
    open_blobs: OpenBlobs, vault: Vault, at_rest: Callable[[], bytes]
) -> None:
    attachments, file = over(open_blobs(), vault), a_file()
    digest = file.announced.sha256
    secrets = [MARK, digest.encode(), bytes.fromhex(digest), b"image/jpeg", MONITOR.user.encode()]
    secrets += [BODY.encode(), sha256(MARK).hexdigest().encode()]
    identifier, _, _ = attachments.start(MONITOR, file.announced)
    bring(attachments, MONITOR, identifier, file.content[: 2 * PART])
    underway = at_rest()
    assert identifier.encode() in underway
    assert [secret for secret in secrets if secret in underway] == []
    bring(attachments, MONITOR, identifier, file.content[2 * PART :], 2 * PART)
    kept = at_rest()
    assert f"file/{identifier}".encode() in kept
    assert [secret for secret in secrets if secret in kept] == []
    assert str(file.announced.size).encode() not in kept


def names(blobs: Blobs) -> list[str]:
    return [name for folder in ("upload", "file", "content") for name in blobs.names(folder)]
