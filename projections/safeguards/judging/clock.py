"""The moment judged, which remembers every limit that was compared with it and had not passed.

A finding can change without a new record only when such a limit passes. So the earliest of them tells how
long the finding stays as it is.
"""

from datetime import date, datetime, time, timedelta

from projections.safeguards.judging.basis import Notes

TICK = timedelta(microseconds=1)


class JudgedAt:
    """`as_of`, to be asked but not read: rules compare, and what they compared is kept."""

    def __init__(self, as_of: datetime, notes: Notes | None = None) -> None:
        self.as_of = as_of
        self.notes = notes if notes is not None else Notes()
        """Takes down what is asked of the records as well, and on what each answer rests."""
        self._is_past = notes is not None

    def earlier(self, moment: datetime) -> "JudgedAt":
        """A moment that stays as it was: no limit that it had not passed will change an answer."""
        return JudgedAt(moment, self.notes)

    @property
    def next_change(self) -> datetime | None:
        """The first moment at which an answer given here would be another; none when no limit is ahead."""
        return self.notes.limit

    def passed(self, limit: datetime) -> bool:
        """Whether a limit lies before the moment judged. What is done at the very limit is still in time."""
        if limit < self.as_of:
            return True
        self.expect(limit + TICK)
        return False

    def reached(self, moment: datetime) -> bool:
        """Whether the moment judged is at or after a moment, as a fact at that very moment has happened."""
        if moment <= self.as_of:
            return True
        self.expect(moment)
        return False

    def today(self, like: datetime) -> date:
        """The calendar day of the moment judged, in the offset of another time."""
        local = self.as_of.astimezone(like.tzinfo)
        self.expect(datetime.combine(local.date() + timedelta(days=1), time(), local.tzinfo))
        return local.date()

    def expect(self, moment: datetime) -> None:
        """Keep a moment after which the answer must be asked for again."""
        if not self._is_past:
            self.notes.basis.expect(moment)
