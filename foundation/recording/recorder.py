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
from foundation.recording.faults import limited
from foundation.recording.gathering import Gathering
from foundation.recording.integrity import integrity_faults
from foundation.recording.outcomes import Conflicting, Outcome, Receipt, Recorded, Refused, Repeated
from foundation.recording.repeating import erased_fields, says_the_same
from foundation.recording.rights import rights_faults
from foundation.recording.speaking import with_own_body
from foundation.tlog.leaf import leaf_of
from foundation.tlog.merkle import leaf_hash
from foundation.vault.drafts import Draft
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
        keys = await _awaited(self._vault.prepare(draft.slots(caller.user)))
        outcome = await self._gathered().submit(self._command(caller, draft, keys))
        if isinstance(outcome, port.OtherContent):
            return await asyncio.to_thread(self._found_again, outcome, draft.submission, keys)
        return self._outcome(outcome, draft, keys)

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
        stored = iter(self._store.append_many([step[0] for step in steps if not isinstance(step, Refused)]))
        return [
            step if isinstance(step, Refused) else self._told(next(stored), draft, step[1])
            for draft, step in zip(batch, steps, strict=True)
        ]

    def _step(
        self, caller: Caller, draft: Draft, prepared: Refused | Future[Keys]
    ) -> Refused | tuple[port.Command, Keys]:
        if isinstance(prepared, Refused):
            return prepared
        keys = prepared.result()
        return self._command(caller, draft, keys), keys

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

    def _told(self, outcome: port.Outcome, draft: Draft, keys: Keys) -> Outcome:
        if isinstance(outcome, port.OtherContent):
            return self._found_again(outcome, draft.submission, keys)
        return self._outcome(outcome, draft, keys)

    def _outcome(self, outcome: port.Outcome, draft: Draft, keys: Keys) -> Outcome:
        match outcome:
            case port.Appended((record,)):
                return Recorded(self.receipt(record, erased_fields(draft, keys)))
            case port.AlreadyStored((record,)):
                return Repeated(self.receipt(record, erased_fields(draft, keys)))
            case _:
                raise AssertionError("a command of one event without an expected version ends otherwise")

    def _found_again(self, outcome: port.OtherContent, submission: Submission, keys: Keys) -> Outcome:
        """A conflict, unless the record differs only in what was erased since it was stored."""
        draft = Draft(submission)
        dropped = erased_fields(draft, keys)
        record = self._store.find(outcome.event_id) if dropped else None
        if record and says_the_same(record, draft, keys, self._vault):
            return Repeated(self.receipt(record, dropped))
        return Conflicting(f"EVT-{outcome.event_id}")

    def receipt(self, record: port.StoredRecord, dropped: tuple[str, ...] = ()) -> Receipt:
        """The receipt for a stored record, the same whenever it is made until a person is erased."""
        leaf = leaf_of(self._service, record.sequence, record.body)
        return Receipt(
            leaf.id, self._service, record.sequence, leaf.recordedtime, leaf_hash(leaf.entry()).hex(), dropped
        )


def refusal(caller: Caller, draft: Draft) -> Refused | None:
    """Why this caller may not record this, or None."""
    faults = rights_faults(caller, draft.submission)
    if faults:
        return Refused("rights", faults)
    faults = integrity_faults(draft)
    return Refused("content", limited(faults)) if faults else None


async def _awaited(future: Future[T]) -> T:
    return future.result() if future.done() else await asyncio.wrap_future(future)
