"""Whether a record sent again says what the stored one says, when some of it was erased meanwhile.

The fingerprint of a stored record holds keyed digests of its sealed values. Once a key is gone they cannot be
computed again, and a bare hash in their place could be guessed against. So the open parts are compared as
they are, and each sealed value that still opens with the one sent; of an erased value it is asked only that
the field was filled.
"""

from typing import Any

from events.cloudevents import decode
from events.envelope import Statement
from foundation.event_store.port import StoredRecord
from foundation.vault.drafts import Closed, Draft
from foundation.vault.key_ring import Keys
from foundation.vault.opened import Opened, Plain
from foundation.vault.vault import Vault

CLOSED = {"sealed": ""}
"""Stands in the place of every value that is not open."""


def erased_fields(draft: Draft, keys: Keys) -> tuple[str, ...]:
    """JSON pointers of the fields whose subject was erased, in our own form, in order."""
    return tuple(sorted(closed.spot.pointer for closed in draft.closed if keys[closed.slot].is_spent))


def says_the_same(stored: StoredRecord, draft: Draft, keys: Keys, vault: Vault) -> bool:
    """Whether a stored record is the one drafted, as far as can still be known. The draft stays as it is."""
    sent: list[tuple[Closed, Any]] = []

    def close(closed: Closed) -> Any:
        sent.append((closed, _closed(closed.spot.value)))
        return CLOSED

    values = draft.replace(close)
    opens_alike = _form_of(stored) == [draft.event_type, draft.statement, draft.event]
    draft.restore(values)
    if not opens_alike:
        return False
    found = _opened(stored, vault)
    spent = [closed.pointer for closed, _ in sent if keys[closed.slot].is_spent]
    return all(
        not isinstance(found.get(closed.pointer), Plain)
        if _lies_in(closed.pointer, spent)
        else found.get(closed.pointer) == Plain(value)
        for closed, value in sent
    )


def _form_of(stored: StoredRecord) -> list[Any]:
    recorded = decode(stored.body)
    statement = recorded.envelope.model_dump(
        mode="json", exclude_none=True, include=set(Statement.model_fields)
    )
    event = recorded.event.model_dump(mode="json", exclude_none=True)
    return [type(recorded.event).wire_type(), _closed(statement), _closed(event)]


def _opened(stored: StoredRecord, vault: Vault) -> dict[str, Opened]:
    """Every sealed value of a record, those within others too, by pointer in the stored CloudEvent."""
    waiting, found = vault.locate([stored.body]), {}
    while waiting:
        located = waiting.pop()
        value = vault.open_located(located)
        if isinstance(value, Plain):
            waiting += vault.locate_inside(located, value.value)
            value = Plain(_closed(value.value))
        found[located.place.pointer] = value
    return found


def _closed(value: Any) -> Any:
    """A copy with every sealed value as `CLOSED`."""
    if isinstance(value, dict):
        return CLOSED if set(value) == {"sealed"} else {key: _closed(one) for key, one in value.items()}
    return [_closed(one) for one in value] if isinstance(value, list) else value


def _lies_in(pointer: str, spent: list[str]) -> bool:
    """Whether a value was erased, or stood inside one that was."""
    return any(pointer == one or pointer.startswith(f"{one}/") for one in spent)
