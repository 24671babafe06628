"""Who speaks, as far as a row may say it."""

from collections.abc import Iterable

from projections.safeguards.judging.record import AnyRecord

PROTECTED = "reporter protected"
"""Stands for the role and the side of an account whose author must not be known."""


class Tellers:
    """Names roles, sides and bodies, except of those who reported under protection or asked for anonymity.

    An account stays protected when it is amended, whether or not the amendment says so again.
    """

    def __init__(self, records: Iterable[AnyRecord]) -> None:
        records = list(records)
        self._protected = {record.id for record in records if _asks_for_it(record)}
        pairs = [(record.id, record.envelope.amends) for record in records if record.envelope.amends]
        before = -1
        while before < len(self._protected):
            before = len(self._protected)
            for amending, amended in pairs:
                if amending in self._protected or amended in self._protected:
                    self._protected |= {amending, amended}

    def is_protected(self, record: AnyRecord) -> bool:
        """Whether the author of a record must not be known."""
        return record.id in self._protected

    def role(self, record: AnyRecord) -> str:
        """The role, or that it is protected."""
        return PROTECTED if self.is_protected(record) else record.role

    def side(self, record: AnyRecord) -> str:
        """The side, or that it is protected, since the side tells most of the role."""
        return PROTECTED if self.is_protected(record) else record.side

    def body(self, record: AnyRecord) -> str | None:
        """The body; none for a private person and for a protected reporter."""
        return None if self.is_protected(record) else record.body

    def bodies(self, records: Iterable[AnyRecord], side: str | None = None) -> set[str]:
        """Every body that may be named, of all sides or of one."""
        return {
            body
            for record in records
            if side is None or self.side(record) == side
            if (body := self.body(record)) is not None
        }


def _asks_for_it(record: AnyRecord) -> bool:
    told = record.data.__dict__
    return (
        record.envelope.reporter_protected is True
        or told.get("reporter_protected") is True
        or told.get("anonymity_requested") is True
    )
