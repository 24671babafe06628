"""What became of each record: it stands, was replaced or withdrawn, or is itself such an amendment."""

from collections import defaultdict

from projections.safeguards.judging.record import AnyRecord
from projections.viewing.group import Group


class Fates:
    """The state of every record known, as amendments by its own author leave it."""

    def __init__(self, group: Group) -> None:
        self._known = {record.id: record for record in group.records if record.recorded_at <= group.known_at}
        self._amendments: dict[str, list[AnyRecord]] = defaultdict(list)
        for record in sorted(self._known.values(), key=lambda each: (each.recorded_at, each.id)):
            if record.envelope.amends is not None:
                self._amendments[record.envelope.amends].append(record)
        self._standing = {record.id for record in group.standing}
        self._confirming = {each for record in group.standing for each in record.confirmed_by}

    def state(self, record: AnyRecord) -> str:
        """`stands`, `replaced`, `withdrawn`, `confirmation`, `withdrawal` or `without_effect`.

        A correction by anybody else than the author is a statement of its own; a withdrawal by anybody else
        withdraws nothing.
        """
        if record.id in self._standing:
            return "stands"
        if record.envelope.amendment_kind == "withdrawal":
            return "withdrawal" if self._has_effect(record) else "without_effect"
        if record.id in self._confirming:
            return "confirmation"
        return "withdrawn" if self._withdrawn(record) else "replaced"

    def amendments(self, record: AnyRecord) -> list[AnyRecord]:
        """Records that amend one, whoever made them, in the order in which they were recorded."""
        return self._amendments.get(record.id, [])

    def _has_effect(self, amendment: AnyRecord) -> bool:
        target = self._known.get(amendment.envelope.amends or "")
        return target is not None and target.author == amendment.author

    def _withdrawn(self, record: AnyRecord) -> bool:
        """Whether the author took back the statement, or that of which it is an amendment."""
        seen: set[str] = set()
        at: AnyRecord | None = record
        while at is not None and at.id not in seen:
            seen.add(at.id)
            if any(self._takes_out(each, frozenset()) for each in self.amendments(at)):
                return True
            at = self._known.get(at.envelope.amends or "") if self._has_effect(at) else None
        return False

    def _takes_out(self, amendment: AnyRecord, seen: frozenset[str]) -> bool:
        if amendment.envelope.amendment_kind != "withdrawal" or not self._has_effect(amendment):
            return False
        later = [each for each in self.amendments(amendment) if each.id not in seen]
        return not any(self._takes_out(each, seen | {amendment.id}) for each in later)
