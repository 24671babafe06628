"""Every import rule reports its specimens, and nothing else is needed to keep them all."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SPECIMENS = Path(__file__).parent / "specimens"
RULES = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
CASES = sorted(path for path in SPECIMENS.glob("broken/*/*") if path.is_dir())


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small tree that keeps every rule, under the rules of this project."""
    shutil.copytree(SPECIMENS / "sound", tmp_path, dirs_exist_ok=True)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_rule_has_a_specimen_and_every_specimen_a_rule() -> None:
    assert {case.parent.name for case in CASES} == {rule["id"] for rule in RULES}


def test_a_sound_tree_keeps_every_rule(tree: Path) -> None:
    done = _lint(tree)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_a_specimen_breaks_its_rule(tree: Path, case: Path) -> None:
    shutil.copytree(case, tree, dirs_exist_ok=True)
    name = next(rule["name"] for rule in RULES if rule["id"] == case.parent.name)

    done = _lint(tree, "--contract", case.parent.name)

    assert done.returncode == 1
    assert f"{name} BROKEN" in done.stdout


def _lint(tree: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", command, "--no-cache", "--no-logo", *options],
        cwd=tree,
        env={"COLUMNS": "200", "PYTHONPATH": str(tree)},
        capture_output=True,
        text=True,
        check=False,
    )
