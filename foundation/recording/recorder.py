"""Records submissions in one straight line: rights, integrity, sealing, appending, receipt."""

import asyncio
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from itertools import islice
from typing import TypeVar

from events.base import Service
from events.cloudevents import encode, partition_key
from events.ids import uuid_of
from events.submission import Submission
from foundation.clock import Clock
from foundation.event_store import port
from foundation.identity.caller import Caller
from foundation.recording.faults import Fault, limited
from foundation.recording.gathering import Gathering
from foundation.recording.integrity import integrity_faults
from foundation.recording.outcomes import Conflicting, Outcome, Receipt, Recorded, Refused, Repeated
from foundation.recording.rights import rights_faults
from foundation.recording.speaking import with_own_body
from foundation.tlog.leaf import leaf_of
from foundation.tlog.merkle import leaf_hash
from foundation.vault.drafts import Draft
from foundation.vault.errors import SubjectFencedError
from foundation.vault.key_ring import Keys
from foundation.vault.vault import Vault

BATCH = 500
"""Submissions that a bulk recording takes at a time."""

T = TypeVar("T")


class Recorder:
    """Records at one service. Safe to call from many threads.

    Raises StoreUnavailableError or VaultUnavailableError when a database does not answer; whether the
    record was stored is then unknown, so submit it again under the same event id.
    """

    def __init__(self, service: Service, store: port.EventStore, vault: Vault, clock: Clock) -> None:
        self._service, self._store, self._vault, self._clock = service, store, vault, clock
        self._gathering: Gathering | None = None

    async def record(self, caller: Caller, submission: Submission) -> Outcome:
        """Record one submission; the answer comes when it is on disk."""
        draft = Draft(with_own_body(caller, submission))
        refused = refusal(caller, draft)
        if refused:
            return refused
        try:
            keys = await _awaited(self._vault.prepare(draft.slots(caller.user)))
        except SubjectFencedError as error:
            return _erased(error)
        return self._outcome(await self._gathered().submit(self._command(caller, draft, keys)))

    def _gathered(self) -> Gathering:
        loop = asyncio.get_running_loop()
        if self._gathering is None or self._gathering.loop is not loop:
            self._gathering = Gathering(self._store, loop)
        return self._gathering

    def record_many(self, caller: Caller, submissions: Iterable[Submission]) -> Iterator[Outcome]:
        """Record many submissions in few transactions; each has its own outcome, in the same order."""
        remaining = iter(submissions)
        while batch := [Draft(with_own_body(caller, each)) for each in islice(remaining, BATCH)]:
            yield from self._record_batch(caller, batch)

    def _record_batch(self, caller: Caller, batch: list[Draft]) -> list[Outcome]:
        prepared = [
            refusal(caller, draft) or self._vault.prepare(draft.slots(caller.user)) for draft in batch
        ]
        steps = [self._step(caller, *pair) for pair in zip(batch, prepared, strict=True)]
        stored = iter(self._store.append_many([step for step in steps if isinstance(step, port.Command)]))
        return [self._outcome(next(stored)) if isinstance(step, port.Command) else step for step in steps]

    def _step(self, caller: Caller, draft: Draft, prepared: Refused | Future[Keys]) -> Refused | port.Command:
        if isinstance(prepared, Refused):
            return prepared
        try:
            return self._command(caller, draft, prepared.result())
        except SubjectFencedError as error:
            return _erased(error)

    def _command(self, caller: Caller, draft: Draft, keys: Keys) -> port.Command:
        envelope, event = self._vault.seal_draft(draft, keys, self._service, self._clock(), caller.user)
        proposed = port.ProposedEvent(
            uuid_of(envelope.event_id),
            partition_key(envelope.subject_ids),
            draft.event_type,
            encode(envelope, event),
            bytes.fromhex(str(envelope.fingerprint)),
        )
        return port.Command((proposed,))

    def _outcome(self, outcome: port.Outcome) -> Outcome:
        match outcome:
            case port.Appended((record,)):
                return Recorded(self.receipt(record))
            case port.AlreadyStored((record,)):
                return Repeated(self.receipt(record))
            case port.OtherContent(event_id):
                return Conflicting(f"EVT-{event_id}")
            case _:
                raise AssertionError(
                    "a command of one event without an expected version has no other outcome"
                )

    def receipt(self, record: port.StoredRecord) -> Receipt:
        """The receipt for a stored record, the same whenever it is made."""
        leaf = leaf_of(self._service, record.sequence, record.body)
        return Receipt(
            leaf.id, self._service, record.sequence, leaf.recordedtime, leaf_hash(leaf.entry()).hex()
        )


def refusal(caller: Caller, draft: Draft) -> Refused | None:
    """Why this caller may not record this, or None."""
    faults = rights_faults(caller, draft.submission)
    if faults:
        return Refused("rights", faults)
    faults = integrity_faults(draft)
    return Refused("content", limited(faults)) if faults else None


def _erased(error: SubjectFencedError) -> Refused:
    return Refused("content", (Fault("/subject_ids", str(error), "record it without personal fields"),))


async def _awaited(future: Future[T]) -> T:
    return future.result() if future.done() else await asyncio.wrap_future(future)
