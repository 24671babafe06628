"""What the policies say of the records and values that are held on a person, for one caller and one use."""

from collections.abc import Callable, Iterable
from uuid import UUID

from events.cloudevents import Recorded, decode
from events.data_classes import DataClass
from events.pre_return import ReturnCaseOpened
from foundation.access.asking import Action, OfRecord, Use, stored
from foundation.access.deciding import decide, why_denied
from foundation.erasure.held import Held
from foundation.vault.locating import SEALED_ATTRIBUTES, Located
from foundation.vault.sectors import SECTOR_OF
from services.data_protection.application.access import Access, AccessDeniedError

CLOSED = tuple(held for held in DataClass if held is not DataClass.OPEN)
CLASS_IN = {SECTOR_OF[held]: held for held in CLOSED}
"""The class of the values that are sealed in a sector."""
LEAST: dict[Action, DataClass] = {"erase": DataClass.PERSONAL}
"""The least strict class of values with which something is done; open where it is not named."""
ATTRIBUTE_FIELDS = {"assertedbyperson": "asserted_by_person", "recordedby": "recorded_by"}
Refusal = Callable[[Held, Located, frozenset[str]], str | None]
"""Why a located value is not opened, or None; given whose values were asked for."""


class Judge:
    """Asks the policies for one access. The same question is asked once."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._use = Use(access.purpose, access.ground)
        self._answers: dict[tuple[Action, OfRecord], str | None] = {}
        self._read: dict[UUID, Recorded] = {}

    def why_nothing_is_opened(self, subject: str) -> str | None:
        """Why no value at all of this person or case could be opened, or None when some could.

        Asked of a case of the caller's own body, without a look at what is held, so that the answer does not
        tell whether anything is.
        """
        event, body = ReturnCaseOpened, self._access.caller.body
        reasons = [
            self.refusal("open_fields", OfRecord(event, "pre_return", role, body, held, about=_only(subject)))
            for role in event.about.asserted_by[:1]
            for held in CLOSED
        ]
        return None if None in reasons else reasons[0]

    def sees(self, *actions: Action) -> Callable[[Held], bool]:
        """Whether the caller learns of a record: by reading it, or by one of these actions on it."""

        def seen(held: Held) -> bool:
            asked: tuple[Action, ...] = ("read_record", *actions)
            recorded = self.recorded(held)
            return any(
                self.refusal(action, stored(recorded, LEAST.get(action, DataClass.OPEN))) is None
                for action in asked
            )

        return seen

    def opening(self, held: Held, one: Located, asked_of: frozenset[str]) -> str | None:
        """Why a value is not opened to be read, or None."""
        return self.refusal("open_fields", self._value(held, one, asked_of))

    def restating(self, held: Held, one: Located, asked_of: frozenset[str]) -> str | None:
        """Why a value is not stated again in a record that puts this one right, or None.

        Whoever gave the account may, unseen. Others state again only what they may open: a value that was
        said to a service does not become the account of whoever corrects the record around it.
        """
        value, caller = self._value(held, one, asked_of), self._access.caller
        author = value.asserted_by_role, value.asserted_by_body
        own = caller.body is not None and author == (caller.role, caller.body)
        return self.refusal("rectify" if own else "open_fields", value)

    def require(self, action: Action, records: Iterable[Held], classes: Iterable[DataClass]) -> None:
        """Raises AccessDeniedError with each reason, unless the caller may do this to all of them."""
        classes = tuple(classes)
        reasons = [
            self.refusal(action, stored(self.recorded(held), data_class))
            for held in records
            for data_class in classes
        ]
        if denied := list(dict.fromkeys(reason for reason in reasons if reason)):
            raise AccessDeniedError("; ".join(denied))

    def refusal(self, action: Action, resource: OfRecord) -> str | None:
        """Why the policies do not allow it, or None when they do."""
        if (action, resource) not in self._answers:
            use = self._use if action == "open_fields" else None
            decision = decide(self._access.caller, action, resource, use)
            self._answers[action, resource] = why_denied(self._access.caller, action, resource, decision, use)
        return self._answers[action, resource]

    def recorded(self, held: Held) -> Recorded:
        """The event behind a stored record, read once."""
        event_id = held.record.event_id
        if event_id not in self._read:
            self._read[event_id] = decode(held.record.body)
        return self._read[event_id]

    def _value(self, held: Held, one: Located, asked_of: frozenset[str]) -> OfRecord:
        attribute = one.place.pointer.removeprefix("/")
        field = ATTRIBUTE_FIELDS.get(attribute, "") if attribute in SEALED_ATTRIBUTES else ""
        # Without a sector nothing can be opened; the strictest class keeps the question answerable.
        data_class = CLASS_IN[one.sector] if one.sector else DataClass.PROTECTED
        about = asked_of | (_only(one.subject) if one.subject else frozenset())
        return stored(self.recorded(held), data_class, field, about)


def _only(subject: str) -> frozenset[str]:
    return frozenset({subject})
