"""Habits of the house that no linter knows."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PACKAGES = PROJECT["tool"]["importlinter"]["root_packages"]
UNTRACKED = {".venv", ".git", ".run", "__pycache__", "returnwatch-data", "libs", "target"}

MACHINE_PATHS = re.compile(r"(?<![\w.$}-])/(?:root|work|home/\w+|Users/\w+|tmp)/\w")
REGISTRIES = re.compile(
    r"pypi\.org|pythonhosted|npmjs|proxy\.golang|sum\.golang|goproxy|repo1?\.maven|crates\.io|index-url\s*=?\s*http"
)
"""Where packages come from is the business of the machine that installs them."""

THE_LANGUAGE_STANDS_ON = {"pydantic", "pydantic_core", "iso3166", "iso4217", "langcodes"}


def _tracked() -> list[Path]:
    """Files under version control; without git, those that could be."""
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        every = (path for path in ROOT.rglob("*") if not UNTRACKED & set(path.relative_to(ROOT).parts))
        return [path for path in every if path.is_file() and not path.suffix.endswith("cache")]
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


TRACKED = _tracked()
TEXTS = {path: text for path in TRACKED if (text := path.read_bytes()) and b"\0" not in text}


def _lines(pattern: "re.Pattern[str]", *, suffix: str = "") -> list[str]:
    own = Path(__file__)
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for path, text in TEXTS.items()
        if path != own and path.name.endswith(suffix)
        for number, line in enumerate(text.decode(errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_python_file_is_longer_than_400_lines() -> None:
    lengths = {path: text.count(b"\n") for path, text in TEXTS.items() if path.suffix == ".py"}

    assert lengths
    assert {str(path.relative_to(ROOT)): length for path, length in lengths.items() if length > 400} == {}


def test_no_file_names_a_path_of_a_machine() -> None:
    assert _lines(MACHINE_PATHS) == []


def test_no_file_names_a_package_registry() -> None:
    assert _lines(REGISTRIES) == []


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (MACHINE_PATHS, 'path = "/ro' + 'ot/data"'),
        (MACHINE_PATHS, "see /home/someone" + "/notes.txt"),
        (REGISTRIES, "--index-" + "url https://example.org"),
        (REGISTRIES, "https://files.python" + "hosted.org/packages"),
    ],
)
def test_the_patterns_find_what_they_are_for(pattern: "re.Pattern[str]", line: str) -> None:
    assert pattern.search(line)


def test_every_ignored_rule_has_its_reason() -> None:
    section = (ROOT / "pyproject.toml").read_text().partition("[tool.ruff.lint]")[2].partition("\n[")[0]
    ignored = [line.strip() for line in section.splitlines() if re.match(r'\s*"[A-Z]+\d+"', line)]

    assert len(ignored) >= 1
    assert [line for line in ignored if not re.search(r"# \S+ \S+", line)] == []


def test_every_exception_in_the_code_has_its_reason() -> None:
    mute = re.compile(
        r"#\s*noqa(?!: [A-Z]+\d+(?:, ?[A-Z]+\d+)* +(?:-|#|—) ?\S)|#\s*type: ignore(?!\[[\w, -]+\] +# \S)"
    )

    assert mute.search("import x  # no" + "qa: F401")
    assert mute.search("import x  # type: " + "ignore[import-untyped]")
    assert _lines(mute, suffix=".py") == []


def test_the_language_stands_on_pydantic_and_code_lists_alone() -> None:
    graph = grimp.build_graph(*PACKAGES, include_external_packages=True, cache_dir=None)
    language = {"events", *graph.find_descendants("events")}
    imported = {
        name.partition(".")[0]
        for module in language
        for name in graph.find_modules_directly_imported_by(module)
    }

    assert "pydantic" in imported
    assert imported - set(sys.stdlib_module_names) - {"events"} <= THE_LANGUAGE_STANDS_ON


def test_the_wheel_carries_every_package_that_the_rules_know() -> None:
    assert set(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) == set(PACKAGES)
