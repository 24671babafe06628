"""By what the rows of monitoring views are made besides the records: numbers, rules, and what views show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any, Self

import orjson

from projections.safeguards.judging.parameters import Parameters
from projections.safeguards.judging.rule import RULES_VERSION
from projections.viewing.links import VERSION as BONDS
from projections.viewing.view import View


@dataclass(frozen=True)
class Recipe:
    """Two with the same digest make the same rows from the same records."""

    parameters: Parameters
    rules: str = RULES_VERSION
    """Version of the rules as a set."""
    views: str = ""
    """Digest of what the views declare, and of how records are bound to subjects."""

    @classmethod
    def of(cls, views: Iterable[View], parameters: Parameters) -> Self:
        """The recipe of this program, with the numbers of a body."""
        shapes = sorted(
            [
                view.name,
                sorted(view.per),
                [column.name for column in view.columns],
                sorted(view.filters),
                sorted(view.by),
                sorted(part.facet for part in view.parts),
            ]
            for view in views
        )
        return cls(parameters, views=sha256(orjson.dumps([shapes, BONDS])).hexdigest())

    @classmethod
    def read(cls, stored: bytes) -> Self:
        """The recipe from its stored form. Raises ValueError for what another version wrote."""
        given: Mapping[str, Any] = orjson.loads(stored)
        named = Parameters.model_validate(given["parameters"])
        parameters = Parameters.model_construct(_fields_set=set(given["set"]), **dict(named))
        return cls(parameters, given["rules"], given["views"])

    @cached_property
    def stored(self) -> bytes:
        """As JSON. It holds every number, so that rows can go on being made by it when defaults change."""
        return orjson.dumps(
            {
                "parameters": self.parameters.model_dump(mode="json"),
                "set": sorted(self.parameters.model_fields_set),
                "rules": self.rules,
                "views": self.views,
            },
            option=orjson.OPT_SORT_KEYS,
        )

    @property
    def digest(self) -> str:
        """SHA-256 of the stored form."""
        return sha256(self.stored).hexdigest()

    @property
    def told(self) -> str:
        """In words, for answers: `numbers platform-1, rules 1.2.0`."""
        body = f" of {self.parameters.body}" if self.parameters.body is not None else ""
        return f"numbers {self.parameters.version}{body}, rules {self.rules}"
