"""OpenAPI documents of the HTTP interfaces, taken from the applications themselves."""

from typing import Any


def documents() -> dict[str, dict[str, Any]]:
    """Name of the interface to its OpenAPI 3.1 document."""
    return {}
