"""How freely a field may travel: the class that each field of each event carries.

A field that is not open may hold a sealed value in place of the real one, so its type says so and
every reader has to deal with it. The order of the classes is the order of strictness.
"""

from enum import StrEnum
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Discriminator, Tag
from pydantic.fields import FieldInfo

T = TypeVar("T")


class DataClass(StrEnum):
    """The four classes of the catalogue, least strict first."""

    OPEN = "open"
    PERSONAL = "personal"
    SPECIAL = "special"
    PROTECTED = "protected"


class Sealed(BaseModel):
    """A value that only the vault can open; on the wire `{"sealed": token}`."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    sealed: str


PLAIN, SEALED = ":plain", ":sealed"
"""How an error path marks which form of a value was read; no field has a colon in its name."""


def _form(value: Any) -> str:
    """A sealed value is the only object with the single key `sealed`."""
    return (
        SEALED
        if isinstance(value, Sealed) or (isinstance(value, dict) and set(value) == {"sealed"})
        else PLAIN
    )


WHICH = Discriminator(_form)

Open = Annotated[T, DataClass.OPEN]
"""May appear in feeds and statistics; never holds a name, a contact or a free account."""
Personal = Annotated[Annotated[T, Tag(PLAIN)] | Annotated[Sealed, Tag(SEALED)], WHICH, DataClass.PERSONAL]
"""Relates to one person and may identify them."""
Special = Annotated[Annotated[T, Tag(PLAIN)] | Annotated[Sealed, Tag(SEALED)], WHICH, DataClass.SPECIAL]
"""Health, origin, belief, protection claims and the like (GDPR, article 9)."""
Protected = Annotated[Annotated[T, Tag(PLAIN)] | Annotated[Sealed, Tag(SEALED)], WHICH, DataClass.PROTECTED]
"""Held by services behind the firewall; never given to those who enforce returns."""


def data_class_of(field: FieldInfo) -> DataClass:
    """The class that a field states. Raises TypeError for a field that states none."""
    for mark in field.metadata:
        if isinstance(mark, DataClass):
            return mark
    raise TypeError("every field of an event states its data class")
