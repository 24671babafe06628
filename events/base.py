"""What every event class is: frozen fields, nothing unknown, and a few words about itself."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Literal, get_args

from pydantic import BaseModel, ConfigDict

from events.codes.common import ActorRole

Service = Literal["pre_return", "return_operation", "post_return", "data_protection"]
SERVICES: tuple[Service, ...] = get_args(Service)


@cache
def kebab(name: str) -> str:
    """`OperationPlanned` or `return_operation` as it stands in addresses and wire names."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", name).replace("_", "-").lower()


@dataclass(frozen=True, slots=True)
class About:
    """What the catalogue says of an event besides its fields."""

    service: Service
    """The owner of the event; its name stands in the wire type wherever the event is recorded."""
    subjects: tuple[str, ...]
    """Kinds of subject, the leading one first."""
    asserted_by: tuple[ActorRole, ...]
    """Roles whose account this event may be."""
    areas: tuple[str, ...]
    """Sections of the monitoring frameworks that the event serves."""
    accepted_by: tuple[Service, ...]
    """Services at whose interface it may be recorded."""
    version: int
    """Major version of the field list."""


class Structure(BaseModel):
    """A group of fields inside an event."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True)


class Event(Structure):
    """The fields of one fact. Who asserts it, when and how they know is in the envelope."""

    about: ClassVar[About]

    def __init_subclass__(  # noqa: PLR0913 - the catalogue states these for each event
        cls,
        *,
        service: Service,
        subjects: tuple[str, ...],
        asserted_by: tuple[ActorRole, ...],
        areas: tuple[str, ...],
        accepted_by: tuple[Service, ...] = (),
        version: int = 1,
        **kwargs: Any,
    ) -> None:
        """Keep what the class statement says about the event."""
        super().__init_subclass__(**kwargs)
        cls.about = About(service, subjects, asserted_by, areas, accepted_by or (service,), version)

    @classmethod
    def event_name(cls) -> str:
        """The catalogue name, for example `OperationPlanned`."""
        return cls.__name__

    @classmethod
    @cache
    def wire_type(cls) -> str:
        """The stable stored name: `org.returnwatch.<service>.<event>.v<major>`."""
        return f"org.returnwatch.{kebab(cls.about.service)}.{kebab(cls.__name__)}.v{cls.about.version}"
