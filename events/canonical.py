"""One byte form for one JSON value, so that hashes of equal records are equal.

The form is that of RFC 8785 for the values used here: no floating point numbers, ASCII keys.
"""

import json
from typing import Any


def canonical(value: Any) -> bytes:
    """Sorted keys, no spaces, UTF-8. No value of the language is a float: amounts are text."""
    return _ENCODER.encode(value).encode()


def _refuse(value: Any) -> Any:
    raise TypeError(f"no canonical form for {type(value).__name__}")


_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_refuse)
