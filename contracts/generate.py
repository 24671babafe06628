"""Write the generated contracts, or check that they are what the code says.

Usage: python -m contracts.generate --write | --check

`--check` exits 1 and prints a line for every missing, different or left-over file.
"""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from contracts.access_page import access_page
from contracts.asyncapi import asyncapi
from contracts.catalogue_page import catalogue_page
from contracts.event_schema import event_schema
from contracts.finding_schema import finding_changed_schema
from contracts.openapi import documents
from contracts.safeguard_page import safeguard_page
from contracts.view_page import view_page
from events.base import SERVICES, kebab
from events.catalogue import EVENTS

ROOT = Path(__file__).resolve().parent.parent
GENERATED_FOLDERS = ("contracts/events", "contracts/findings", "contracts/asyncapi", "contracts/openapi")


def artifacts() -> dict[str, str]:
    """Path from the root of the project to the text of each generated file."""
    texts = {
        f"contracts/events/{event.about.service}/{kebab(event.__name__)}.v{event.about.version}.json": _json(
            event_schema(event)
        )
        for event in EVENTS
    }
    texts["contracts/findings/finding-changed.v1.json"] = _json(finding_changed_schema())
    texts |= {f"contracts/asyncapi/{service}.json": _json(asyncapi(service)) for service in SERVICES}
    texts |= {f"contracts/openapi/{name}.json": _json(document) for name, document in documents().items()}
    return texts | {
        "docs/events.md": catalogue_page(),
        "docs/access.md": access_page(),
        "docs/safeguard-rules.md": safeguard_page(),
        "docs/view-columns.md": view_page(),
    }


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def write(root: Path, texts: dict[str, str]) -> Iterator[str]:
    """Bring the tree under `root` in line with `texts`; a line for each file changed."""
    for path, text in texts.items():
        target = root / path
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
            yield f"written: {path}"
    for path in _left_over(root, texts):
        (root / path).unlink()
        yield f"removed: {path}"


def differences(root: Path, texts: dict[str, str]) -> Iterator[str]:
    """A line for each file under `root` that is not as `texts` says."""
    for path, text in texts.items():
        target = root / path
        if not target.exists():
            yield f"missing: {path}; run make contracts"
        elif target.read_text(encoding="utf-8") != text:
            yield f"different: {path}; run make contracts"
    for path in _left_over(root, texts):
        yield f"left over: {path}; run make contracts"


def _left_over(root: Path, texts: dict[str, str]) -> list[str]:
    found = (path for folder in GENERATED_FOLDERS for path in sorted((root / folder).rglob("*")))
    return [
        name for path in found if path.is_file() and (name := path.relative_to(root).as_posix()) not in texts
    ]


def main(arguments: list[str]) -> int:
    """Exit status 0: nothing to say; 1: the check found differences; 2: wrong usage."""
    modes: dict[str, Callable[[Path, dict[str, str]], Iterator[str]]] = {
        "--write": write,
        "--check": differences,
    }
    if len(arguments) != 1 or arguments[0] not in modes:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    lines = list(modes[arguments[0]](ROOT, artifacts()))
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 1 if lines and arguments[0] == "--check" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
