"""Both stores of attachments, each empty for a test, and a vault on a file."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from foundation.attachments.folder import FolderBlobs
from foundation.attachments.port import Blobs
from foundation.attachments.s3 import s3_blobs
from foundation.vault.opening import open_vault
from foundation.vault.vault import Vault
from tests.integration.attachments.object_store import BUCKET, ObjectStore, object_store

OpenBlobs = Callable[[], Blobs]


@pytest.fixture(scope="session")
def s3_server() -> Iterator[ObjectStore]:
    """An S3-compatible server."""
    with object_store() as store, pytest.MonkeyPatch.context() as patch:
        for name, value in store.environment.items():
            patch.setitem(os.environ, name, value)
        yield store


@pytest.fixture(params=["folder", "s3"])
def open_blobs(request: pytest.FixtureRequest, tmp_path: Path) -> OpenBlobs:
    """Opens one empty store, as often as processes would."""
    if request.param == "folder":
        return lambda: FolderBlobs(tmp_path / "blobs")
    request.getfixturevalue("s3_server")
    prefix = uuid4().hex
    return lambda: s3_blobs(BUCKET, prefix)


@pytest.fixture
def at_rest(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], bytes]:
    """Every byte that the stores hold, and every name."""

    def everything() -> bytes:
        roots = [tmp_path]
        if "s3" in request.node.callspec.id:
            roots.append(request.getfixturevalue("s3_server").data)
        paths = [path for root in roots for path in root.rglob("*")]
        return b"\n".join(
            str(path).encode() + (path.read_bytes() if path.is_file() else b"") for path in paths
        )

    return everything


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    """A vault on a file."""
    opened = open_vault(f"sqlite:///{tmp_path}/vault.sqlite", tmp_path / "keys", may_create_keys=True)
    yield opened
    opened.close()
