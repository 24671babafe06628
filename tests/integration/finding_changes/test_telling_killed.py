"""Killed at any moment, the change stream loses nothing and tells nothing twice."""

import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from tests.change_streams import change_stream, told
from tests.integration.finding_changes.telling_process import tell_all
from tests.servers import ROOT

PROCESS = "tests.integration.finding_changes.telling_process"


def test_a_stream_that_was_killed_again_and_again_is_the_one_that_never_was(tmp_path: Path) -> None:
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    whole.mkdir()
    killed.mkdir()
    tell_all(whole)
    with change_stream(whole) as (_, log):
        expected = told(log)
    assert len(expected) > 100

    for part in range(1, 4):
        _kill_at(killed, len(expected) * part // 4)
    tell_all(killed)

    with change_stream(killed) as (_, log):
        assert told(log) == expected
        assert not list(log.check())


def _kill_at(folder: Path, head: int) -> None:
    """Kill -9 once the log has come to a position, in the middle of whatever is done then."""
    process = subprocess.Popen([sys.executable, "-m", PROCESS, str(folder)], cwd=ROOT)
    deadline = time.monotonic() + 120
    while _head(folder) < head and process.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.002)
    assert process.poll() is None
    process.kill()
    process.wait()


def _head(folder: Path) -> int:
    try:
        with sqlite3.connect(f"file:{folder}/findings.sqlite?mode=ro", uri=True) as connection:
            found = connection.execute("SELECT coalesce(max(rowid), 0) FROM stored_events").fetchone()
            return int(found[0])
    except sqlite3.Error:
        return 0
