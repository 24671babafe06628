"""One line for each request, written for many requests at once: a line by itself costs more than its request.

A line has the pattern of the address instead of the address, and neither query, content nor caller.
"""

import asyncio
import logging
import time

from starlette.types import Scope

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
GATHERED = 0.2
"""Seconds for which lines are gathered; a process that is killed loses as much."""

access = logging.getLogger("returnwatch.access")


class AccessLog:
    """Used from the thread of one event loop."""

    def __init__(self) -> None:
        self._lines: list[tuple[float, str, str, int, float]] = []

    def note(self, scope: Scope, status: int, seconds: float) -> None:
        """Keep one line."""
        method = scope["method"] if scope["method"] in METHODS else "-"
        pattern = getattr(scope.get("route"), "path", "-")
        if not self._lines:
            asyncio.get_running_loop().call_later(GATHERED, self._write)
        self._lines.append((time.time(), method, pattern, status, seconds))

    def _write(self) -> None:
        lines, self._lines = self._lines, []
        access.info("%d requests\n%s", len(lines), "\n".join(map(_line, lines)))


def _line(line: tuple[float, str, str, int, float]) -> str:
    at, method, pattern, status, seconds = line
    moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(at))
    return f"{moment}.{int(at * 1000) % 1000:03d}Z {method} {pattern} {status} {seconds * 1000:.1f}ms"
