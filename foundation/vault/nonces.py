"""Nonces, drawn from the operating system for many values at once.

Each draw lets other threads in, which under load costs more than the encryption itself. A process that was
forked draws anew, so that no two processes ever use the same bytes.
"""

import os
import threading
import weakref
from collections.abc import Callable
from secrets import token_bytes

SIZE = 12
"""Bytes of a random nonce, as NIST SP 800-38D recommends."""
DRAWN = 256


class Nonces:
    """Never gives the same bytes twice. Safe to call from many threads."""

    def __init__(self, random: Callable[[int], bytes] = token_bytes) -> None:
        self._random = random
        self._lock = threading.Lock()
        self._pool: list[bytes] = []
        _ALL.add(self)

    def take(self) -> bytes:
        """One nonce."""
        with self._lock:
            if not self._pool:
                drawn = self._random(SIZE * DRAWN)
                self._pool = [drawn[at : at + SIZE] for at in range(0, len(drawn), SIZE)]
            return self._pool.pop()

    def start_anew(self) -> None:
        """Forget what was drawn and who held the lock: a child process begins with nothing of its parent."""
        self._lock, self._pool = threading.Lock(), []


_ALL: weakref.WeakSet[Nonces] = weakref.WeakSet()


def _in_child() -> None:
    for nonces in _ALL:
        nonces.start_anew()


os.register_at_fork(after_in_child=_in_child)
