"""What every store of sealed bytes does, on the folder and on a real S3-compatible server."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from secrets import token_bytes

import pytest

from foundation.attachments.port import NoBlobError
from tests.integration.attachments.conftest import OpenBlobs

LARGE = 17 * (1 << 20) + 3
"""More than a client sends in one request."""


class BrokenOffError(Exception):
    """Ends a content in its middle."""


def broken_off(size: int) -> Iterator[bytes]:
    for _ in range(size >> 16):
        yield bytes(1 << 16)
    raise BrokenOffError


@pytest.mark.parametrize("size", [0, 1, 1 << 16, LARGE])
def test_what_was_put_is_read_again_by_another_process(open_blobs: OpenBlobs, size: int) -> None:
    content = token_bytes(size)
    open_blobs().put("content/a/b", [content[: size // 3], content[size // 3 :]])
    again = open_blobs()
    assert b"".join(again.read("content/a/b")) == content
    assert again.exists("content/a/b")


@pytest.mark.parametrize("size", [1 << 16, LARGE])
def test_content_that_breaks_off_leaves_nothing(open_blobs: OpenBlobs, size: int) -> None:
    blobs = open_blobs()
    with pytest.raises(BrokenOffError):
        blobs.put("content/a/b", broken_off(size))
    assert not blobs.exists("content/a/b")
    assert list(blobs.names("content")) == []


def test_content_that_breaks_off_leaves_what_was_there(open_blobs: OpenBlobs) -> None:
    blobs = open_blobs()
    blobs.put("content/a/b", [b"first"])
    with pytest.raises(BrokenOffError):
        blobs.put("content/a/b", broken_off(LARGE))
    assert b"".join(blobs.read("content/a/b")) == b"first"


def test_what_is_not_there_is_said_to_be_missing_at_once(open_blobs: OpenBlobs) -> None:
    blobs = open_blobs()
    assert not blobs.exists("file/none")
    with pytest.raises(NoBlobError):
        blobs.read("file/none")


def test_names_come_in_order_and_from_their_folder_only(open_blobs: OpenBlobs) -> None:
    blobs = open_blobs()
    names = [f"upload/x/part-{number:04d}" for number in range(12)]
    for name in reversed(names):
        blobs.put(name, [b"-"])
    blobs.put("upload/xy/part-0000", [b"-"])
    assert list(blobs.names("upload/x")) == names
    assert list(blobs.names("upload/none")) == []
    assert len(list(blobs.names("upload"))) == 13


def test_deleting_may_be_repeated(open_blobs: OpenBlobs) -> None:
    blobs = open_blobs()
    blobs.put("upload/x/a", [b"-"])
    blobs.put("upload/x/b", [b"-"])
    for _ in range(2):
        blobs.delete(["upload/x/a", "upload/x/none"])
    assert list(blobs.names("upload")) == ["upload/x/b"]


def test_two_writers_of_one_name_leave_one_whole_content(open_blobs: OpenBlobs) -> None:
    contents = [bytes([number]) * (1 << 18) for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: open_blobs().put("content/a/b", [one]), contents))
    assert b"".join(open_blobs().read("content/a/b")) in contents


def test_removing_and_filling_a_folder_at_once_loses_nothing(open_blobs: OpenBlobs) -> None:
    def work(number: int) -> None:
        blobs = open_blobs()
        for turn in range(10):
            blobs.put(f"upload/x/{number}-{turn}", [b"-"])
            blobs.delete([f"upload/x/{number}-{turn}"])
        blobs.put(f"upload/x/{number}", [b"-"])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert list(open_blobs().names("upload")) == [f"upload/x/{number}" for number in range(4)]
