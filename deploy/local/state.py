"""What a local server remembers between starts: a small JSON file that its owner alone may read."""

import json
from pathlib import Path


def load(path: Path) -> dict[str, str]:
    """The remembered values, none when the server never ran."""
    return dict(json.loads(path.read_text())) if path.exists() else {}


def save(path: Path, values: dict[str, str]) -> None:
    """Replace the remembered values in one step."""
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    draft.touch(0o600)
    draft.write_text(json.dumps(values, indent=2))
    draft.replace(path)
