"""The published log, checked by the Go project's `sumdb/note` and `sumdb/tlog`, which are not ours."""

import base64
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from projections.audit_trail.export import export
from projections.audit_trail.trail import AuditTrail
from tests import servers
from tests.integration.audit_trail.logged_events import SIGNER, event_id, log, open_trail, records

pytestmark = pytest.mark.go
SOURCE = Path(__file__).parent / "go"


@pytest.fixture(scope="module")
def program(go_command: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checking program, built from its pinned source."""
    built = tmp_path_factory.mktemp("foreign") / "foreign"
    settings = os.environ | {"GOTOOLCHAIN": "local", "GOFLAGS": "-mod=readonly"}
    fetched = subprocess.run(
        [go_command, "mod", "download"], cwd=SOURCE, env=settings, check=False, capture_output=True
    )
    if fetched.returncode:
        servers.missing("go", "its module golang.org/x/mod can neither be found nor fetched")
    subprocess.run([go_command, "vet", "."], cwd=SOURCE, env=settings, check=True)
    subprocess.run([go_command, "build", "-o", built, "."], cwd=SOURCE, env=settings, check=True)
    return built


@dataclass
class Published:
    """A log as others receive it."""

    directory: Path
    old_checkpoint: Path
    consistency: Path
    proofs: list[Path]

    def check(self, program: Path, vkey: str = SIGNER.verifier.vkey) -> "subprocess.CompletedProcess[str]":
        files = [self.old_checkpoint, self.consistency, *self.proofs]
        command = [str(part) for part in (program, self.directory, vkey, *files)]
        return subprocess.run(command, check=False, capture_output=True, text=True)


@pytest.fixture(scope="module")
def trail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AuditTrail]:
    """A log of 70,000 leaves, whose tiles reach three levels."""
    opened = open_trail(f"sqlite:///{tmp_path_factory.mktemp('log')}/audit.sqlite")
    log(opened, records(1, 54_321 + 1))
    log(opened, records(54_322, 70_000 + 1))
    yield opened
    opened.engine.dispose()


@pytest.fixture(scope="module")
def published(trail: AuditTrail, tmp_path_factory: pytest.TempPathFactory) -> Published:
    return publish(trail, tmp_path_factory.mktemp("published"), 54_321)


def publish(trail: AuditTrail, folder: Path, old_size: int) -> Published:
    size = export(trail, folder / "public")
    old = next(one.note for one in trail.checkpoints() if one.size == old_size)
    (folder / "old").write_text(old)
    hashes = [base64.b64encode(one).decode() for one in trail.consistency(old_size)]
    (folder / "consistency").write_text("\n".join(hashes))
    proofs = []
    for number in sorted({1, old_size, size // 2 + 1, size}):
        proofs.append(folder / f"{number}.tlog-proof")
        proofs[-1].write_text(trail.prove(event_id(number)))
    return Published(folder / "public", folder / "old", folder / "consistency", proofs)


def test_go_verifies_checkpoint_inclusion_and_consistency(program: Path, published: Published) -> None:
    done = published.check(program)
    assert done.stderr == ""
    assert done.stdout == "verified 70000 leaves, consistency from 54321, 4 proofs\n"


@pytest.mark.parametrize(("old_size", "size"), [(1, 2), (3, 7), (255, 256), (256, 257), (600, 700)])
def test_go_verifies_logs_of_awkward_sizes(program: Path, tmp_path: Path, old_size: int, size: int) -> None:
    small = open_trail(f"sqlite:///{tmp_path}/audit.sqlite")
    log(small, records(1, old_size + 1))
    log(small, records(old_size + 1, size + 1))
    done = publish(small, tmp_path, old_size).check(program)
    assert done.stderr == ""
    assert done.stdout.startswith(f"verified {size} leaves, consistency from {old_size}, ")
    small.engine.dispose()


@pytest.mark.parametrize(
    "changed",
    [
        "public/checkpoint",
        "public/tile/0/017",
        "public/tile/1/000",
        "public/tile/entries/200",
        "old",
        "70000.tlog-proof",
    ],
)
def test_go_refuses_one_changed_byte(program: Path, published: Published, changed: str) -> None:
    path = published.directory.parent / changed
    whole = path.read_bytes()
    middle = len(whole) // 2
    path.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
    try:
        assert published.check(program).returncode == 1
    finally:
        path.write_bytes(whole)


def test_go_refuses_a_log_of_another_key(program: Path, published: Published) -> None:
    other = type(SIGNER)(SIGNER.name, b"\x09" * 32).verifier.vkey
    assert published.check(program, other).returncode == 1
