"""What this work stands on is listed, pinned and free to use."""

import re
import tomllib
from importlib.metadata import distribution
from importlib.util import find_spec
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
AT_RUN_TIME = PROJECT["project"]["dependencies"]
DECLARED = [Requirement(line) for line in [*AT_RUN_TIME, *PROJECT["dependency-groups"]["dev"]]]
PAGE = (ROOT / "docs" / "dependencies.md").read_text().partition("## Servers")[0]
LISTED = {
    canonicalize_name(name): (reason, licence)
    for name, reason, licence in re.findall(r"^\| ([\w.-]+) \| (.+?) \| (.+?) \|$", PAGE, re.MULTILINE)
}
LOCK = (ROOT / "requirements.lock").read_text()
PINNED = {canonicalize_name(name) for name in re.findall(r"^([\w.-]+)==\S+", LOCK, re.MULTILINE)}


@pytest.mark.parametrize("requirement", DECLARED, ids=lambda requirement: requirement.name)
def test_a_dependency_has_a_reason_a_licence_and_a_pinned_version(requirement: Requirement) -> None:
    name = canonicalize_name(requirement.name)

    assert name in LISTED, "needs a line in docs/dependencies.md"
    assert name in PINNED, "run make lock"


def test_nothing_is_listed_that_is_not_used() -> None:
    assert (
        set(LISTED) - {canonicalize_name(requirement.name) for requirement in DECLARED} - {"package"} == set()
    )


def test_every_pinned_version_has_hashes_and_no_address() -> None:
    entries = re.split(r"\n(?=\S)", LOCK.strip())

    assert len(entries) == len(PINNED) > len(DECLARED)
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r".*(?:://|-url|find-links).*", LOCK) == []


def test_nothing_at_run_time_is_under_the_gpl() -> None:
    licences = {name: _licence(name) for name in _closure(AT_RUN_TIME)}

    assert len(licences) > len(AT_RUN_TIME)
    gpl = re.compile(r"(?<!L)GPL|(?<!Lesser )General Public", re.IGNORECASE)
    assert gpl.search("GPL-3.0-only")
    assert not gpl.search("LGPL-3.0-only; GNU Lesser General Public License v3")
    assert {name: licence for name, licence in licences.items() if gpl.search(licence)} == {}


def test_every_forbidden_package_is_spelled_as_it_is_imported() -> None:
    contracts = PROJECT["tool"]["importlinter"]["contracts"]
    forbidden = {name for contract in contracts for name in contract.get("forbidden_modules", [])}

    assert {name for name in forbidden if find_spec(name) is None} == set()


def _licence(name: str) -> str:
    metadata = distribution(name).metadata
    classifiers = [line for line in metadata.get_all("Classifier") or [] if line.startswith("License ::")]
    return metadata.get("License-Expression") or "; ".join(classifiers) or metadata.get("License") or ""


def _closure(lines: list[str]) -> set[str]:
    """Names of the packages that these requirements bring, through every extra they ask for."""
    found: set[str] = set()
    waiting = [(line, "") for line in lines]
    seen = set()
    while waiting:
        line, extra = waiting.pop()
        requirement = Requirement(line)
        if (line, extra) in seen or (
            requirement.marker and not requirement.marker.evaluate({"extra": extra})
        ):
            continue
        seen.add((line, extra))
        found.add(requirement.name)
        needs = distribution(requirement.name).requires or []
        waiting += [(need, wanted) for need in needs for wanted in requirement.extras or {""}]
    return found
