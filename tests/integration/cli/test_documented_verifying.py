"""The commands that docs/verifying.md gives do what it says, taken from the page word for word."""

import os
import re
import shlex
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from foundation.tlog.notes import NoteSigner
from returnwatch.sample.workbook import write_sample

ROOT = Path(__file__).parents[3]
PLACEHOLDER = "'returnwatch.local/log+…'"
BLOCK = re.compile(r"## The signature, with openssl\n```\n(.*?)```", re.DOTALL)


def documented() -> str:
    found = BLOCK.search((ROOT / "docs" / "verifying.md").read_text())
    assert found
    return found.group(1)


def a_signer(*, plus: bool) -> NoteSigner:
    """A key whose public half, in base64, holds a plus sign or none."""
    for number in range(1000):
        signer = NoteSigner("returnwatch.local/log", sha256(b"%d" % number).digest())
        if ("+" in signer.verifier.vkey.split("+", 2)[2]) == plus:
            return signer
    raise AssertionError("no such key among a thousand")


@pytest.fixture(params=[True, False], ids=["plus in the key", "no plus in the key"])
def signer(request: pytest.FixtureRequest) -> NoteSigner:
    return a_signer(plus=request.param)


@pytest.fixture
def folder(tmp_path: Path, signer: NoteSigner) -> Path:
    """A place to work in, with a data directory whose log is signed with this key."""
    keys = tmp_path / "returnwatch-data" / "keys"
    keys.mkdir(parents=True, mode=0o700)
    (keys / "log.key").touch(mode=0o600)
    (keys / "log.key").write_text(signer.skey + "\n")
    command = tmp_path / "bin" / "returnwatch"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m returnwatch.main "$@"\n')
    command.chmod(0o755)
    write_sample(tmp_path / "figures.xlsx")
    result = run("returnwatch import frontex figures.xlsx", tmp_path)
    assert result.returncode == 0, result.stderr
    return tmp_path


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(
        ["bash", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_openssl_finds_the_signature_good_and_a_changed_checkpoint_not(
    folder: Path, signer: NoteSigner
) -> None:
    assert PLACEHOLDER in documented()
    script = documented().replace(PLACEHOLDER, shlex.quote(signer.verifier.vkey))
    good = run(script, folder)
    assert (good.returncode, good.stdout.strip()) == (0, "Signature Verified Successfully"), good.stderr
    (folder / "text").write_text((folder / "text").read_text() + "more\n")
    assert run(script.splitlines()[-1], folder).returncode != 0
