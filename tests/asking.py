"""Asks again and again whether an address answers, with one client: each new one loads every certificate."""

from functools import cache

import httpx


def is_well(url: str) -> bool:
    """Whether the address answers with success."""
    try:
        return _client().get(url).is_success
    except httpx.TransportError:
        return False


@cache
def _client() -> httpx.Client:
    return httpx.Client(timeout=5, trust_env=False, limits=httpx.Limits(max_keepalive_connections=0))
