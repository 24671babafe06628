"""Values that one statement tells: which statements tell each, and which of them is shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from projections.operation_coverage.claims import (
    Claim,
    Difference,
    Value,
    claim,
    differing,
    earliest_now_stated,
    newest,
)
from projections.operation_coverage.documents import Document, Newness
from projections.operation_coverage.evidence import Evidence
from projections.operation_coverage.statements import Closing, Figures, Milestone, Plan

ByStatement = Mapping[type[Any], Sequence[Evidence]]
"""The evidence that stands, by the kind of statement."""


@dataclass(frozen=True, slots=True)
class Field:
    """Which statements tell a value, and how one is chosen when several do."""

    told: Mapping[type[Any], Callable[[Any], Value | None]]
    choose: Callable[[Sequence[Claim]], Value | None] = newest

    def read(
        self, name: str, standing: ByStatement, documents: Sequence[Document]
    ) -> tuple[Value | None, list[Difference]]:
        """The value shown, and what other statements say. A row is as new as its document."""
        told = [
            (value, evidence)
            for kind, tell in self.told.items()
            for evidence in standing.get(kind, ())
            if (value := tell(evidence.said)) is not None
        ]
        if len({value for value, _ in told}) == 1:
            return told[0][0], []  # the usual case: everybody agrees
        dated = {(document.name, document.author): document.newness for document in documents}
        claims = [claim(value, evidence, _newness(evidence, dated)) for value, evidence in told]
        shown = self.choose(claims)
        return shown, differing(name, shown, claims)


def _newness(evidence: Evidence, dated: Mapping[tuple[str, str], Newness]) -> tuple[Any, ...]:
    """By the document; between rows of one, and between records that are no documents, by the record."""
    if isinstance(evidence.said, Figures):
        return *dated[evidence.said.source_document, evidence.author], *evidence.newness
    return evidence.occurred_at, "", "", *evidence.newness


def _on_board_when(milestone: str) -> Callable[[Milestone], int | None]:
    return lambda said: said.returnees_on_board if said.milestone == milestone else None


FIELDS: dict[str, Field] = {
    "reference": Field({Figures: lambda said: said.reference}),
    "type": Field({Plan: lambda said: said.operation_type, Figures: lambda said: said.operation_type}),
    "departed_on": Field(
        {
            Figures: lambda said: said.departed_on and said.departed_on.isoformat(),
            Milestone: lambda said: (
                said.reached_at.date().isoformat() if said.milestone == "departed" else None
            ),
        },
        earliest_now_stated,
    ),
    "planned_for": Field({Plan: lambda said: said.planned_departure_at.date().isoformat()}),
    "organizing_country": Field({Plan: lambda said: said.organizing_country}),
    "organizing_body": Field({Plan: lambda said: said.organizing_authority}),
    "planned_returnees": Field({Plan: lambda said: said.planned_returnees}),
    "departed_returnees": Field(
        {Milestone: _on_board_when("departed"), Closing: lambda said: said.departed_count}
    ),
    "handed_over": Field({Closing: lambda said: said.handed_over_count}),
    "brought_back": Field(
        {Milestone: _on_board_when("return_leg_departed"), Closing: lambda said: said.returned_back_count}
    ),
}
"""Columns of the answer. A day is the local one at the place, as the source gives it."""
