"""Keeps sealed bytes in a bucket of an S3-compatible store."""

import io
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import boto3  # type: ignore[import-untyped]  # the package ships no types
from boto3.exceptions import Boto3Error  # type: ignore[import-untyped]  # the same
from boto3.s3.transfer import TransferConfig  # type: ignore[import-untyped]  # the same
from botocore.config import Config  # type: ignore[import-untyped]  # the same
from botocore.exceptions import BotoCoreError, ClientError  # type: ignore[import-untyped]  # the same

from foundation.attachments.port import BlobsUnavailableError, NoBlobError

CONFIG = Config(
    connect_timeout=5,
    read_timeout=60,
    retries={"mode": "standard", "total_max_attempts": 4},
    # Not every store knows the newer checksums; the seal of each chunk shows any change anyway.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)
ONE_BY_ONE = TransferConfig(use_threads=False)
PIECE = 1 << 16
AT_ONCE = 1000
"""Most names that the protocol deletes in a request."""
GONE = frozenset({"404", "NoSuchKey", "NotFound"})


class S3Blobs:
    """One object for each name. Of a large one, sent in parts, nothing shows until all of it is there."""

    def __init__(self, client: Any, bucket: str, prefix: str = "") -> None:
        self._client, self._bucket = client, bucket
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""

    def put(self, name: str, content: Iterable[bytes]) -> None:
        """Keep these bytes under this name; an upload whose content raises is taken back."""
        with _answering():
            self._client.upload_fileobj(
                _Reading(content), self._bucket, self._prefix + name, Config=ONE_BY_ONE
            )

    def read(self, name: str) -> Iterator[bytes]:
        """The bytes of a name."""
        pieces = self._pieces(name)
        next(pieces)
        return pieces

    def exists(self, name: str) -> bool:
        """Whether there is something under this name."""
        try:
            with _answering():
                self._client.head_object(Bucket=self._bucket, Key=self._prefix + name)
        except NoBlobError:
            return False
        return True

    def names(self, folder: str) -> Iterator[str]:
        """Every name below a folder, in order."""
        with _answering():
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=f"{self._prefix}{folder}/"
            )
            found = [
                one["Key"].removeprefix(self._prefix) for page in pages for one in page.get("Contents", ())
            ]
        return iter(sorted(found))

    def delete(self, names: Iterable[str]) -> None:
        """Remove objects."""
        keys = [{"Key": self._prefix + name} for name in names]
        with _answering():
            for at in range(0, len(keys), AT_ONCE):
                part = {"Objects": keys[at : at + AT_ONCE], "Quiet": True}
                answer = self._client.delete_objects(Bucket=self._bucket, Delete=part)
                if answer.get("Errors"):
                    raise BlobsUnavailableError("the object store did not delete everything; try again")

    def _pieces(self, name: str) -> Iterator[bytes]:
        """An empty piece once the object is found, then its bytes."""
        with _answering():
            body = self._client.get_object(Bucket=self._bucket, Key=self._prefix + name)["Body"]
            with closing(body):
                yield b""
                yield from body.iter_chunks(PIECE)


def s3_blobs(bucket: str, prefix: str = "") -> S3Blobs:
    """A bucket, with address and keys of the store as the AWS tools take them.

    These are `AWS_ENDPOINT_URL_S3`, `AWS_DEFAULT_REGION`, `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`.
    Raises BlobsUnavailableError when they cannot be used; nothing is sent yet.
    """
    with _answering():
        return S3Blobs(boto3.session.Session().client("s3", config=CONFIG), bucket, prefix)


class _Reading(io.RawIOBase):
    """Pieces as a file that is read once."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces, self._left = iter(pieces), bytearray()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self._left) < size:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._left += piece
        end = len(self._left) if size < 0 else size
        taken = bytes(self._left[:end])
        del self._left[:end]
        return taken


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in GONE:
            raise NoBlobError("there is no such object") from None
        raise BlobsUnavailableError("the object store refused a request; check bucket and keys") from None
    except (BotoCoreError, Boto3Error) as error:
        raise BlobsUnavailableError(f"the object store does not answer ({type(error).__name__})") from None
