"""Time and ids, passed in wherever they are needed."""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

Clock = Callable[[], datetime]
NewId = Callable[[], UUID]


def system_clock() -> datetime:
    """The present moment, with offset."""
    return datetime.now(UTC)


def uuid7() -> UUID:
    """A new time-ordered UUID of version 7 (RFC 9562, section 5.7)."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (1 << 48) - 1) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)
