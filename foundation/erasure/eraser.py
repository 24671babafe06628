"""Carries erasures out: fence, destroy, forget, record. Killed anywhere, it goes on at the next start."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import islice
from uuid import NAMESPACE_URL, uuid5

from events.codes.common import Phase
from events.ids import subject_id, uuid_of
from events.submission import Submission
from foundation.clock import Clock, NewId, uuid7
from foundation.erasure.decisions import Erasure, carried_out, decision
from foundation.erasure.fencing import take_over
from foundation.erasure.held import HeldRecords
from foundation.erasure.port import Erasures, Progress, Step
from foundation.event_store.port import EventStore
from foundation.identity.caller import SCOPES, Caller
from foundation.recording.outcomes import Refused
from foundation.recording.recorder import Recorder
from foundation.vault.key_ring import FADED
from foundation.vault.key_rows import KeyEnding
from foundation.vault.vault import Vault

PAGE = 1000
PLATFORM = Caller(
    user=subject_id("user", uuid5(NAMESPACE_URL, "urn:returnwatch:platform")),
    role="platform",
    body=None,
    may_assert=frozenset({"platform"}),
    scopes=SCOPES,
    token_id="local",  # noqa: S106 - names no secret
)
"""Who records what the program itself does."""

Told = Callable[[Erasure, Step], None]


class NotRecordedError(Exception):
    """A record of the platform was refused; nothing that had to follow it was done."""


class Eraser:
    """Safe to run in several processes at once: every step may be taken twice.

    The log says what was decided, the vault how far it was carried out. A vault restored from an older backup
    knows an older position of the log, reads the decisions after it again and carries them out again.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - the ports of one straight line
        self,
        log: EventStore,
        recorder: Recorder,
        vault: Vault,
        keys: KeyEnding,
        erasures: Erasures,
        held: HeldRecords,
        clock: Clock,
        *,
        new_id: NewId = uuid7,
        wait: Callable[[float], None] = time.sleep,
        told: Told = lambda _erasure, _step: None,
    ) -> None:
        self._log, self._recorder, self._vault = log, recorder, vault
        self._keys, self._erasures, self._held = keys, erasures, held
        self._clock, self._new_id, self._wait, self._told = clock, new_id, wait, told

    def decide(self, erasure: Erasure, phase: Phase, user: str) -> None:
        """Record the decision. Once this returns the erasure will be completed, whatever happens."""
        submission = decision(erasure, subject_id("event", self._new_id()), phase, self._clock())
        self._record(submission, replace(PLATFORM, user=user))
        self._told(erasure, Step.DECIDED)

    def resume(self) -> list[Erasure]:
        """Complete everything that was decided, before anything is opened; what was completed now."""
        take_over(self._log, self._erasures)
        done = []
        for progress in self._erasures.unfinished():
            self._complete(progress)
            done.append(progress.erasure)
        return done

    def _complete(self, progress: Progress) -> None:
        erasure, step, destroyed_at = progress.erasure, progress.step, progress.destroyed_at
        if step is Step.DECIDED:
            self._keys.fence(erasure.slots, self._clock())
            step = self._reached(erasure, Step.FENCED)
        if step is Step.FENCED or destroyed_at is None:
            self._wait(FADED)
            self._keys.destroy(erasure.slots)
            destroyed_at = self._clock()
            self._reached(erasure, Step.DESTROYED, destroyed_at)
        self._vault.forget()
        if self._log.find(uuid_of(erasure.id)) is None:
            at = self._clock()
            self._record(carried_out(erasure, progress.phase, self._affected(erasure), destroyed_at, at))
        self._reached(erasure, Step.RECORDED)

    def _reached(self, erasure: Erasure, step: Step, at: datetime | None = None) -> Step:
        self._erasures.advance(erasure, step, at or self._clock())
        self._told(erasure, step)
        return step

    def _affected(self, erasure: Erasure) -> int:
        slots = set(erasure.slots)
        records = iter(self._held.about(erasure.subjects))
        total = 0
        while page := list(islice(records, PAGE)):
            found = self._vault.locate([held.record.body for held in page])
            total += len({one.record for one in found if one.row and one.row.slot in slots})
        return total

    def _record(self, submission: Submission, caller: Caller = PLATFORM) -> None:
        (outcome,) = self._recorder.record_many(caller, [submission])
        if isinstance(outcome, Refused):
            raise NotRecordedError("; ".join(f"{fault.pointer} {fault.what}" for fault in outcome.faults))
        # A conflict means that another process recorded the same erasure a moment before: its record stands.
