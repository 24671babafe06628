"""Carries erasures out: fence, destroy, forget, record. Killed anywhere, it goes on at the next start."""

import logging
import threading
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
from foundation.erasure.waiting import Judged, by_nobody, has_to_wait
from foundation.event_store.port import EventStore
from foundation.identity.caller import SCOPES, Caller
from foundation.recording.outcomes import Refused
from foundation.recording.recorder import Recorder
from foundation.vault.key_ring import FADED
from foundation.vault.key_rows import KeyEnding
from foundation.vault.vault import Vault

PAGE = 1000
PAUSE = 0.2
"""Seconds between two looks whether a decided erasure may begin."""
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

logger = logging.getLogger(__name__)


class NotRecordedError(Exception):
    """A record of the platform was refused; nothing that had to follow it was done."""


class Eraser:
    """Safe to run in several processes at once: every step may be taken twice. In one process, one at a time.

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
        judged: Judged = by_nobody,
    ) -> None:
        self._log, self._recorder, self._vault = log, recorder, vault
        self._keys, self._erasures, self._held = keys, erasures, held
        self._clock, self._new_id, self._wait, self._told = clock, new_id, wait, told
        self._judged, self._turn = judged, threading.Lock()
        self._said: set[str] = set()

    def decide(self, erasure: Erasure, phase: Phase, user: str) -> None:
        """Record the decision. Once this returns the erasure will be completed, whatever happens."""
        submission = decision(erasure, subject_id("event", self._new_id()), phase, self._clock())
        self._record(submission, replace(PLATFORM, user=user))
        self._told(erasure, Step.DECIDED)

    def resume(self, patience: float = 0.0) -> list[Erasure]:
        """Complete what was decided; what was completed now.

        An erasure from which somebody still has to judge is waited for some seconds and then left for the
        next call.
        """
        done: list[Erasure] = []
        for looks_left in range(int(patience / PAUSE), -1, -1):
            with self._turn:
                take_over(self._log, self._erasures)
                ready, waiting = self._sorted()
                for progress in ready:
                    self._complete(progress)
                    done.append(progress.erasure)
            if waiting and looks_left:
                self._wait(PAUSE)
            else:
                break
        return done

    def waiting(self) -> frozenset[str]:
        """The ids of erasures that are decided and not carried out."""
        return frozenset(progress.erasure.id for progress in self._erasures.unfinished())

    def _sorted(self) -> tuple[list[Progress], list[Progress]]:
        """What can be completed and what has to wait; asked of all before the first key ends."""
        ready: list[Progress] = []
        waiting: list[Progress] = []
        for progress in self._erasures.unfinished():
            is_waiting = progress.step is Step.DECIDED and has_to_wait(
                progress, self._log, self._clock, self._judged
            )
            (waiting if is_waiting else ready).append(progress)
        fresh = {progress.erasure.id for progress in waiting} - self._said
        for erasure in sorted(fresh):
            logger.info(
                "the erasure %s is decided; it waits until findings from its values are told", erasure
            )
        self._said |= fresh
        return ready, waiting

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
