"""Values that one statement tells: which statements tell each, and which of them is shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from projections.operation_coverage.claims import Claim, Difference, Value, claim, differing, earliest, newest
from projections.operation_coverage.evidence import Evidence
from projections.operation_coverage.statements import Figures, Milestone, Plan, Statement


@dataclass(frozen=True, slots=True)
class Field:
    """Where a value is told, and how one is chosen when several are."""

    told: Callable[[Statement], Value | None]
    choose: Callable[[Sequence[Claim]], Value | None] = newest

    def read(self, name: str, standing: Sequence[Evidence]) -> tuple[Value | None, list[Difference]]:
        """The value shown, and what other statements say."""
        claims = [claim(value, e) for e in standing if (value := self.told(e.said)) is not None]
        shown = self.choose(claims)
        return shown, differing(name, shown, claims)


def _reference(said: Statement) -> str | None:
    return said.reference if isinstance(said, Figures) else None


def _type(said: Statement) -> str | None:
    return said.operation_type if isinstance(said, (Plan, Figures)) else None


def _departed_on(said: Statement) -> str | None:
    match said:
        case Figures(departed_on=day) if day:
            return day.isoformat()
        case Milestone(milestone="departed", reached_at=moment):
            return moment.date().isoformat()
        case _:
            return None


def _planned_for(said: Statement) -> str | None:
    return said.planned_departure_at.date().isoformat() if isinstance(said, Plan) else None


def _of_plan(field: str) -> Callable[[Statement], Value | None]:
    return lambda said: getattr(said, field) if isinstance(said, Plan) else None


def _on_board_when(milestone: str) -> Callable[[Statement], int | None]:
    return lambda said: (
        said.returnees_on_board if isinstance(said, Milestone) and said.milestone == milestone else None
    )


FIELDS: dict[str, Field] = {
    "reference": Field(_reference),
    "type": Field(_type),
    "departed_on": Field(_departed_on, earliest),
    "planned_for": Field(_planned_for),
    "organizing_country": Field(_of_plan("organizing_country")),
    "organizing_body": Field(_of_plan("organizing_authority")),
    "planned_returnees": Field(_of_plan("planned_returnees")),
    "departed_returnees": Field(_on_board_when("departed")),
    "brought_back": Field(_on_board_when("return_leg_departed")),
}
"""Columns of the answer. A day is the local one at the place, as the source gives it."""
