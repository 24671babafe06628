"""Tests of one group run in one process: what is costly to start, such as a broker, is started once."""

import subprocess
import sys
from pathlib import Path

SUITE = """
import os
import pytest

@pytest.mark.xdist_group("{group}")
@pytest.mark.parametrize("number", range(6))
def test_tells_its_process(number):
    with open({told!r}, "a") as told:
        told.write("{group} " + os.environ["PYTEST_XDIST_WORKER"] + "\\n")
"""


def test_a_group_of_tests_in_two_files_runs_in_one_process(tmp_path: Path) -> None:
    told = tmp_path / "told"
    for file, group in (("first", "broker"), ("second", "broker"), ("third", "third"), ("fourth", "fourth")):
        (tmp_path / f"test_{file}.py").write_text(SUITE.format(group=group, told=str(told)))

    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", "-p", "no:cacheprovider"]
    subprocess.run([*command, "--import-mode=importlib", str(tmp_path)], check=True, cwd=tmp_path)

    lines = told.read_text().splitlines()
    assert len(lines) == 24
    assert len(set(lines)) == 3, "a group was split between processes"
