"""What is no fault of the program is told in a line, with exit status 2, and never as a traceback."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from deploy.local.ports import free_port
from projections.runner import errors
from returnwatch.hindrances import as_fault
from returnwatch.sample.histories import histories

Run = Callable[..., Any]
STOPPED = """
import sys
class Stop:
    def find_spec(self, name, *_):
        if name == "typer":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Stop())
from returnwatch.main import main
main()
"""


@pytest.fixture
def servers_are_away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, run: Run) -> Path:
    """An environment whose servers nobody started, and whose keys are there."""
    assert run("demo", "--folder", tmp_path / "demo").status == 0
    keys = tmp_path / "demo" / "keys"
    assert run("token", "--role", "nhri", "--keys", keys).status == 0
    monkeypatch.setenv("RETURNWATCH_POSTGRES", f"postgresql://nobody@127.0.0.1:{free_port()}")
    monkeypatch.setenv("RETURNWATCH_KAFKA", f"127.0.0.1:{free_port()}")
    monkeypatch.setenv("RETURNWATCH_KEYS", str(keys))
    return keys


@pytest.mark.usefixtures("servers_are_away")
def test_a_server_that_is_away_is_one_line(run: Run) -> None:
    _one_line(run("rebuild", "operation-coverage", "--from", "kafka"))


@pytest.mark.parametrize("command", [("serve", "query"), ("project", "audit-trail")], ids=" ".join)
@pytest.mark.parametrize("spoil", ["missing", "open to others"])
def test_a_key_file_that_cannot_be_used_is_one_line(
    run: Run, servers_are_away: Path, command: tuple[str, ...], spoil: str
) -> None:
    key = servers_are_away / ("tokens.json" if command[0] == "serve" else "log.key")
    key.unlink() if spoil == "missing" else key.chmod(0o644)
    ran = run(*command)
    _one_line(ran)
    assert str(key) in ran.err
    assert key.exists() == (spoil != "missing")


def test_provisioning_over_damaged_sector_keys_is_one_line(
    run: Run, servers_are_away: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from returnwatch import provisioning  # noqa: PLC0415 - brokers take seconds to load

    monkeypatch.setattr(provisioning, "provision_servers", lambda *_: ())
    monkeypatch.setattr(provisioning, "provision_roles", lambda *_: ())
    (servers_are_away / "sectors.json").write_text("{}}")
    _one_line(run("provision"))


def test_a_projection_that_must_not_go_on_is_one_line() -> None:
    for name, kind in vars(errors).items():
        if isinstance(kind, type) and issubclass(kind, Exception):
            fault = as_fault(kind("stopped:\n look at it"))
            assert fault is not None, name
            assert fault.lines == ("stopped: look at it",)
    assert as_fault(AssertionError("a fault of the program")) is None


def test_a_stop_while_the_program_loads_is_quiet() -> None:
    ran = subprocess.run([sys.executable, "-c", STOPPED], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "")


@pytest.mark.parametrize("url", ["ftp://127.0.0.1", "127.0.0.1:9", "return-operation=ftp://127.0.0.1"])
def test_an_address_that_is_not_of_the_web_is_refused_at_once(
    run: Run, tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RETURNWATCH_TOKEN", "any")
    began = time.monotonic()
    ran = run("import", "events", _records(tmp_path), "--url", url)
    assert time.monotonic() - began < 5
    _one_line(ran)
    assert "--url" in ran.err


def test_an_import_of_which_all_was_refused_is_a_fault(run: Run, tmp_path: Path) -> None:
    file = _records(tmp_path)
    spoilt = [orjson.dumps(orjson.loads(line) | {"colour": "red"}) for line in file.read_bytes().splitlines()]
    bad = tmp_path / "bad.jsonl"
    bad.write_bytes(b"\n".join(spoilt))
    here = ("--data-dir", tmp_path / "data")
    told, as_json = run("import", "events", bad, *here), run("import", "events", bad, *here, "--json")
    assert (told.status, told.out) == (2, "")
    assert "line 1 /colour" in told.err
    assert as_json.status == 2
    assert json.loads(as_json.out)["refused"] == len(spoilt)
    assert "line 1 /colour" in as_json.err
    bad.write_bytes(spoilt[0] + b"\n" + file.read_bytes().splitlines()[0])
    assert run("import", "events", bad, *here).status == 0


def test_a_workbook_of_which_all_was_refused_is_a_fault(
    run: Run, tmp_path: Path, workbook: Path, folder: Path
) -> None:
    other = ("import", "frontex", workbook, "--published", "2020-01-01", "--data-dir", folder)
    ran = run(*other, "--json")
    assert json.loads(ran.out)["recorded"] == 0
    assert ran.status == 2
    assert "was recorded before with other content" in ran.err
    assert run(*other).out == ""


def _records(folder: Path) -> Path:
    file = folder / "records.jsonl"
    file.write_bytes(b"\n".join(orjson.dumps(document) for document in histories(1, 3)))
    return file


def _one_line(ran: Any) -> None:
    assert ran.status == 2
    assert len(ran.err.splitlines()) == 1, ran.err
    assert "Traceback" not in ran.err
