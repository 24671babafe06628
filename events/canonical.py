"""One byte form for one JSON value, so that hashes of equal records are equal.

The form is that of RFC 8785 for the values used here: no floating point numbers, ASCII keys.
"""

import json
from typing import Any


def canonical(value: Any) -> bytes:
    """Sorted keys, no spaces, UTF-8. Floats are refused: amounts are text."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_refuse)
    return text.encode()


def _refuse(value: Any) -> Any:
    raise TypeError(f"no canonical form for {type(value).__name__}")
