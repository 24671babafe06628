"""Finds the values of a record that are not open, by the data classes on the fields of its classes.

A structure has the class of the field that holds it unless a member states a stricter one: the stricter
member is sealed at its own place, before what holds it. Works on JSON values, as `model_dump` gives them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Annotated, Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel

from events.data_classes import DataClass, Sealed

STRICTNESS = {data_class: rank for rank, data_class in enumerate(DataClass)}


class UnclassifiedFieldError(TypeError):
    """A class of the language leaves it open how freely one of its fields may travel."""


class Spot(NamedTuple):
    """One filled value that is not open. `holder[key]` is the value; replacing it there seals it."""

    holder: dict[str, Any]
    key: str
    pointer: str
    """JSON pointer (RFC 6901) of the value in the document that was searched."""
    data_class: DataClass
    case: str | None
    """The one case that the surrounding structure concerns, when it names exactly one."""

    @property
    def value(self) -> Any:
        """The JSON value at this spot."""
        return self.holder[self.key]

    @property
    def is_sealed(self) -> bool:
        """Whether the value is a sealed one already."""
        return _is_sealed(self.value)


@dataclass(frozen=True, slots=True)
class _Member:
    name: str
    data_class: DataClass
    structure: type[BaseModel] | None
    """The class of the value, or of the items of the list."""


def spots(
    model: type[BaseModel],
    value: dict[str, Any],
    pointer: str,
    *,
    held: DataClass = DataClass.OPEN,
    case: str | None = None,
) -> Iterator[Spot]:
    """The filled values of one JSON object that are stricter than `held`, inner ones first.

    They may be replaced while iterating.
    """
    for member in _members(model):
        inner = value.get(member.name)
        if inner is None:
            continue
        place = f"{pointer}/{member.name}"
        data_class = member.data_class if held is DataClass.OPEN else _stricter(member.data_class, held)
        if member.structure is not None and not _is_sealed(inner):
            yield from _inside(member.structure, inner, place, data_class, case)
        if data_class is not held:
            yield Spot(value, member.name, place, data_class, case)


def _stricter(one: DataClass, other: DataClass) -> DataClass:
    return max(one, other, key=STRICTNESS.__getitem__)


def sole_case(identifiers: Any) -> str | None:
    """The case among these subject ids, when there is exactly one."""
    cases = {identifier for identifier in identifiers or () if identifier.startswith("C-")}
    return cases.pop() if len(cases) == 1 else None


def _inside(
    structure: type[BaseModel], inner: Any, place: str, held: DataClass, case: str | None
) -> Iterator[Spot]:
    items = (
        [(place, inner)] if isinstance(inner, dict) else ((f"{place}/{n}", i) for n, i in enumerate(inner))
    )
    for where, item in items:
        yield from spots(structure, item, where, held=held, case=sole_case(item.get("cases")) or case)


@cache
def _members(model: type[BaseModel]) -> tuple[_Member, ...]:
    """The members that are not open or may hold something that is not."""
    members = []
    for name, info in model.model_fields.items():
        classes = [mark for mark in info.metadata if isinstance(mark, DataClass)]
        structures = set(_structures(info.annotation))
        if len(classes) != 1 or len(structures) > 1 or _marks(info.annotation):
            raise UnclassifiedFieldError(
                f"{model.__name__}.{name} needs exactly one data class, on the field itself, "
                "and at most one kind of structure, alone or in a list"
            )
        structure = next(iter(structures), None)
        if classes[0] is not DataClass.OPEN or (structure and _members(structure)):
            members.append(_Member(name, classes[0], structure))
    return tuple(members)


def _structures(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if annotation is not Sealed:
            yield annotation
        return
    yield from chain.from_iterable(map(_structures, _arguments(annotation)))


def _marks(annotation: Any) -> bool:
    """Whether a data class stands inside the type, where the walk would not see it."""
    if get_origin(annotation) is Annotated and any(
        isinstance(mark, DataClass) for mark in annotation.__metadata__
    ):
        return True
    return any(map(_marks, _arguments(annotation)))


def _arguments(annotation: Any) -> tuple[Any, ...]:
    if get_origin(annotation) is Annotated:
        return (annotation.__origin__,)
    return get_args(annotation)


def _is_sealed(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"sealed"}
