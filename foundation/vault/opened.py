"""What becomes of opening a sealed value: never a silent null, never an empty text."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Plain:
    """The value as it was submitted, as a JSON value."""

    value: Any


@dataclass(frozen=True, slots=True)
class Erased:
    """The key is fenced or destroyed: the value is gone for good."""

    since: datetime
    """When the fence was written."""


@dataclass(frozen=True, slots=True)
class Unavailable:
    """The value may exist but cannot be opened here and now."""

    reason: str
    """What is missing or wrong, without any part of the value."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """The value can be opened, but not for whom or what it was asked."""

    reason: str


Opened = Plain | Erased | Unavailable
