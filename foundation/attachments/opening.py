"""Opens the store of attachments that an address names."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from foundation.attachments.folder import FolderBlobs
from foundation.attachments.port import Blobs


def open_blobs(address: str) -> Blobs:
    """The store at `file:///path` or `s3://bucket/prefix`.

    Raises ValueError for another kind of address and BlobsUnavailableError for a folder that cannot be used.
    """
    parts = urlsplit(address)
    if parts.scheme == "file" and not parts.netloc and parts.path.strip("/"):
        return FolderBlobs(Path(unquote(parts.path)))
    if parts.scheme == "s3" and parts.netloc:
        from foundation.attachments.s3 import s3_blobs  # noqa: PLC0415 - slow to load, and few need it

        return s3_blobs(parts.netloc, parts.path)
    raise ValueError("the address of attachments starts with file:/// and a path, or with s3:// and a bucket")
