"""A run without servers says so or, where they are required, fails; a killed run leaves none behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.processes import is_running, wait_until
from tests.servers import PostgresServer

ROOT = Path(__file__).parents[3]
SUITE = "tests/integration/deploy/test_test_servers.py"


def _command(*options: str) -> list[str]:
    return [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", SUITE, *options]


def _without_kafka(tmp_path: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """A run of the suite where no program is on the search path but those of a plain shell."""
    for name in ("sh", "cat", "rmdir"):
        tmp_path.joinpath(name).symlink_to(Path("/bin") / name)
    hidden = {name: value for name, value in os.environ.items() if not name.startswith("RETURNWATCH_")}
    return subprocess.run(
        _command("-k", "kafka"),
        cwd=ROOT,
        env=hidden | {"PATH": str(tmp_path)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_end_of_a_run_names_each_suite_that_did_not_run_and_why(tmp_path: Path) -> None:
    done = _without_kafka(tmp_path)

    assert done.returncode == 0
    assert f"{SUITE} (2 tests) not run without kafka: " in done.stdout
    assert "RETURNWATCH_KAFKA" in done.stdout
    assert "2 skipped" in done.stdout.splitlines()[-1]


def test_what_is_required_and_missing_fails_the_run(tmp_path: Path) -> None:
    done = _without_kafka(tmp_path, RETURNWATCH_REQUIRE="postgres,kafka")

    assert done.returncode == 1
    assert "RETURNWATCH_REQUIRE names kafka, but: " in done.stdout
    assert "skipped" not in done.stdout


@pytest.mark.postgres
def test_a_run_that_is_killed_leaves_no_server_behind(postgres_server: PostgresServer) -> None:
    assert postgres_server.url  # where none can run, there is none to leave behind
    program = (
        "from tests import servers\n"
        "with servers.postgres() as server:\n"
        "    print(server.pid, flush=True)\n"
        "    input()\n"
    )
    hidden = {name: value for name, value in os.environ.items() if not name.startswith("RETURNWATCH_")}
    environment = hidden | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    with subprocess.Popen(
        [sys.executable, "-c", program],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as run:
        assert run.stdout is not None
        server = int(run.stdout.readline())
        assert is_running(server, "postgres")

        run.send_signal(signal.SIGKILL)

        assert wait_until(lambda: not is_running(server, "postgres"), 30)
