"""Several sources state the same thing: which value is shown, and what the others said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from projections.operation_coverage.evidence import Evidence

Value = int | str
"""Dates are claimed as text in the form of ISO 8601, which sorts as they do."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One value as one source states it."""

    value: Value
    newness: tuple[Any, ...]
    """Sorts the claims, the newest last."""
    source: str
    """The document, or the name of the event for a record of its own."""
    row: str | None
    """Where it stands in a document; None for a record of its own and for a whole document."""
    author: str

    @property
    def document(self) -> tuple[str, str]:
        """Names are an author's own: two bodies may publish under one name."""
        return self.source, self.author


@dataclass(frozen=True, slots=True)
class Difference:
    """What a source said that is not shown."""

    of: str
    """The field of the row that it differs from."""
    value: Value
    source: str
    row: str | None
    author: str

    def as_row(self) -> dict[str, Any]:
        """For an answer, keys in a fixed order."""
        return {
            "of": self.of,
            "value": self.value,
            "source": self.source,
            "row": self.row,
            "author": self.author,
        }


def claim(value: Value, evidence: Evidence, newness: tuple[Any, ...]) -> Claim:
    """The claim that a record makes."""
    source = getattr(evidence.said, "source_document", evidence.kind)
    row = getattr(evidence.said, "source_row", None)
    return Claim(value, newness, source, row, evidence.author)


def newest(claims: Sequence[Claim]) -> Value | None:
    """The value of the newest claim, None when there is no claim."""
    return max(claims, key=lambda claim: claim.newness).value if claims else None


def earliest_now_stated(claims: Sequence[Claim]) -> Value | None:
    """The first day among all records and the rows of the newest document, each row as last stated.

    None when there is no claim. What older documents say is not considered.
    """
    records = [claim for claim in claims if claim.row is None]
    rows = {(c.source, c.author, c.row): c for c in sorted(claims, key=lambda c: c.newness) if c.row}
    speaking = max(rows.values(), key=lambda claim: claim.newness, default=None)
    records += [c for c in rows.values() if speaking and c.document == speaking.document]
    return min((str(claim.value) for claim in records), default=None)


def differing(of: str, shown: Value | None, claims: Iterable[Claim]) -> list[Difference]:
    """Every other value, once for each source that states it, with the first row where it stands there."""
    others = [claim for claim in claims if claim.value != shown]
    found: dict[tuple[Value, str, str], Difference] = {}
    for claim in sorted(others, key=lambda claim: (claim.row or "", claim.newness)):
        difference = Difference(of, claim.value, claim.source, claim.row, claim.author)
        found.setdefault((claim.value, claim.source, claim.author), difference)
    return list(found.values())
