"""The data keys in use: fetched or made for many callers at once, and kept for a moment.

A fence takes hold in every process within `FRESH` seconds, and what is not fresh leaves memory; whoever
destroys keys waits `FADED` seconds first.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from uuid import uuid4

from foundation.clock import Clock, NewId, system_clock
from foundation.vault.data_keys import DataKey, new_row, usable
from foundation.vault.errors import StaleSectorKeysError, VaultError, VaultUnavailableError
from foundation.vault.key_rows import KeyRow, KeyRows, Slot
from foundation.vault.sectors import SectorKeys

FRESH = 1.0
"""Seconds for which a key is used without asking the key store about its state."""
FADED = 2 * FRESH
"""Seconds after which no process has a fenced key in its memory any more."""
KEPT = 10_000
"""Most keys held in memory."""

Keys = Mapping[Slot, DataKey]


class KeyRing:
    """One thread asks the key store for all callers that wait, so that many records share a transaction."""

    def __init__(
        self,
        rows: KeyRows,
        sectors: SectorKeys,
        clock: Clock = system_clock,
        new_key_id: NewId = uuid4,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._rows, self._sectors = rows, sectors
        self._clock, self._new_key_id, self._monotonic = clock, new_key_id, monotonic
        self._kept: OrderedDict[Slot, tuple[float, DataKey]] = OrderedDict()
        self._waiting: list[tuple[frozenset[Slot], Future[Keys]]] = []
        self._changed = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="vault-keys", daemon=True)
        self._thread.start()

    def request(self, slots: frozenset[Slot]) -> Future[Keys]:
        """The keys of these slots, made when there are none.

        A subject that was erased has a spent key. The future raises SectorClosedError or
        VaultUnavailableError.
        """
        future: Future[Keys] = Future()
        keys = self._fresh(slots)
        if keys is not None:
            future.set_result(keys)
            return future
        with self._changed:
            if self._closed:
                future.set_exception(VaultUnavailableError("the vault is closed; open it again"))
            else:
                self._waiting.append((slots, future))
                self._changed.notify()
        return future

    def forget(self) -> None:
        """Drop every key held in memory."""
        with self._changed:
            self._kept.clear()

    def close(self) -> None:
        """Answer those who wait, then end the thread and release the key store."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()
        self._rows.close()

    def _fresh(self, slots: frozenset[Slot]) -> Keys | None:
        now = self._monotonic()
        keys = {}
        for slot in slots:
            until, key = self._kept.get(slot, (0.0, None))
            if key is None or until < now:
                return None
            keys[slot] = key
        return keys

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._waiting and not self._closed:
                    self._changed.wait(FRESH if self._kept else None)
                    self._fade()
                group, self._waiting = self._waiting, []
            if not group:
                return
            self._answer(
                [(slots, future) for slots, future in group if future.set_running_or_notify_cancel()]
            )

    def _fade(self) -> None:
        now = self._monotonic()
        while self._kept:
            slot, (until, _) = next(iter(self._kept.items()))
            if until >= now:
                return
            del self._kept[slot]

    def _answer(self, group: list[tuple[frozenset[Slot], Future[Keys]]]) -> None:
        asked = self._monotonic()
        try:
            rows = self._current({slot for slots, _ in group for slot in slots})
        except Exception as error:  # noqa: BLE001 - whatever it is belongs to the callers; the thread goes on
            for _, future in group:
                future.set_exception(error)
            return
        for slots, future in group:
            try:
                keys = {slot: usable(self._sectors, rows[slot]) for slot in slots}
            except VaultError as error:
                future.set_exception(error)
            else:
                self._keep(keys, asked + FRESH)
                future.set_result(keys)

    def _current(self, slots: set[Slot]) -> Mapping[Slot, KeyRow]:
        while True:
            held = self._sectors.versions()
            try:
                return self._rows.current(slots, self._make)
            except StaleSectorKeysError:
                self._sectors.renew()
                if self._sectors.versions() == held:
                    raise

    def _make(self, slot: Slot) -> KeyRow:
        return new_row(self._sectors, slot, self._new_key_id(), self._clock())

    def _keep(self, keys: Keys, until: float) -> None:
        with self._changed:
            for slot, key in keys.items():
                self._kept[slot] = until, key
                self._kept.move_to_end(slot)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
