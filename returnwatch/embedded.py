"""Everything in one process over the files of one data directory; no broker, no server."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from events.base import SERVICES, Service
from events.catalogue import EVENTS
from events.submission import Submission
from foundation.attachments.attachments import Attachments
from foundation.attachments.folder import FolderBlobs
from foundation.attachments.keeping_swept import swept_after
from foundation.attachments.noting import Gate
from foundation.attachments.port import Blobs
from foundation.clock import Clock, system_clock, uuid7
from foundation.erasure.opening import RECORDS, erasing_over, erasures_at
from foundation.erasure.port import Progress
from foundation.event_store.opening import open_store
from foundation.event_store.port import EventStore, StoreUnavailableError
from foundation.event_store.store import CheckedEventStore
from foundation.identity.caller import Caller
from foundation.identity.tokens import Verifier, load_token_key
from foundation.recording.outcomes import Outcome
from foundation.recording.recorder import Recorder
from foundation.recording.recording_batch import Recorders, record_each
from foundation.service_process.files import attachments_at
from foundation.sqlite_files import holds_rows
from foundation.vault.errors import VaultError
from foundation.vault.key_rows import KeyEnding
from foundation.vault.opening import SECTOR_KEYS, open_vault
from foundation.vault.vault import Vault
from projections.audit_trail.trail import AuditTrail
from projections.finding_changes.change import LOG
from projections.finding_changes.index import ChangeIndex
from projections.finding_changes.telling import FindingChanges
from projections.operation_coverage.projection import OperationCoverage
from projections.query.opening import opener_of
from projections.query.views import monitoring_views
from projections.runner.errors import HaltedError
from projections.runner.opening import open_database
from projections.runner.poll import catch_up, stores_as_pages
from projections.runner.runner import Runner
from projections.viewing.by_recipe import ViewsByRecipe
from projections.viewing.keeping_time import settle_due
from projections.viewing.means import Means
from projections.viewing.renewing import Making
from projections.viewing.row_seal import row_seal
from returnwatch.faults import UserFaultError
from returnwatch.parameters import parameters_of
from returnwatch.renewing import make_first_before_answering, renew_before_answering
from returnwatch.trails import LOG_KEY, log_signer, open_trail, trail_runner

logger = logging.getLogger(__name__)

LOG_ORIGIN = "returnwatch.local/log"
"""Name of the log of an embedded installation, unless RETURNWATCH_LOG_ORIGIN gives another."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """An open data directory."""

    folder: Path
    stores: Mapping[str, CheckedEventStore]
    """The event store of each service."""
    vault: Vault
    views: Engine
    audit: Engine
    trail: AuditTrail
    clock: Clock
    blobs: Blobs
    """The sealed bytes of attachments."""
    keys: KeyEnding
    changes: FindingChanges

    @property
    def logs(self) -> Mapping[str, EventStore]:
        """Every log whose events are leaves of the trail: those of the services, and changes of findings."""
        return {**self.stores, LOG: self.changes.log}

    @property
    def recorders(self) -> Mapping[Service, Recorder]:
        """The recorder of each service."""
        return {name: Recorder(name, self.stores[name], self.vault, self.clock) for name in SERVICES}

    def owners(self) -> Recorders:
        """The recorder of each event: that of the service that owns it."""
        recorders = self.recorders
        return {event: recorders[event.about.service] for event in EVENTS}

    def record_many(self, caller: Caller, submissions: Iterable[Submission]) -> Iterator[Outcome]:
        """Record each submission at the owner of its event; an outcome for each, in the same order."""
        return record_each(self.owners(), caller, submissions)

    def runners(self) -> tuple[Runner, ...]:
        """A runner for each projection, and one for the audit trail."""
        return tuple(runner for runner, _ in self.fed())

    def fed(self) -> tuple[tuple[Runner, Mapping[str, EventStore]], ...]:
        """Each runner with the logs that it follows."""
        coverage = Runner(self.views, OperationCoverage())
        monitored = Runner(self.views, self.monitored())
        trail = trail_runner(self.audit, self.trail)
        return (coverage, self.stores), (monitored, self.stores), (trail, self.logs)

    def catch_up(self, progress: Callable[[int], None] = lambda _: None, *, renewing: bool = True) -> None:
        """Bring views and log up to the heads of the stores, and the views up to the hour.

        Unless told not to, rows that were made by other numbers or rules than today's are made anew before.
        """
        making, held = self.making(), sum(store.head() for store in self.stores.values())
        if renewing:
            renew_before_answering(making, held)
        make_first_before_answering(making, held)
        for runner, logs in self.fed():
            progress(catch_up(logs, runner))
        settle_due(self.views, self.monitored(), self.clock)

    def tell_changes(self) -> None:
        """Find and tell which outcomes of findings changed until now.

        That looks at every moment since the last time, so it is done where changes are asked for, and always
        before values are erased (`judged`).
        """
        self.changes.tell(self.taken_in(self.changes.runner()))
        self.changed.follow(self.changes.log)

    @property
    def changed(self) -> ChangeIndex:
        """Where in the log of changes each code stands."""
        return ChangeIndex(self.changes.engine)

    def judged(self, _progress: Progress) -> bool:
        """Make every finding from what is held now and tell what changed; whether that could be done.

        An erasure waits for it, and not for ever when a database of the views is at fault.
        """
        try:
            catch_up(self.stores, Runner(self.views, self.monitored()))
            self.tell_changes()
        except (HaltedError, StoreUnavailableError, VaultError, SQLAlchemyError) as error:
            logger.warning("an erasure waits, for findings cannot be told: %s", type(error).__name__)
            return False
        return True

    def taken_in(self, runner: Runner) -> datetime:
        """A moment up to which a runner has taken in every record."""
        now = self.clock()
        catch_up(self.stores, runner)
        return now

    def monitored(self) -> ViewsByRecipe:
        """The monitoring views, with what rules read opened by the vault."""
        return monitoring_views(self.means())

    def making(self) -> Making:
        """What it takes to make every row anew from the stores."""
        pages = partial(stores_as_pages, self.stores)
        return Making(self.views, self.monitored(), pages, self.clock, (StoreUnavailableError,))

    def means(self) -> Means:
        """What the views of this directory may open, how they lie, and the numbers of its body."""
        seal = row_seal(self.folder / "keys", may_create=True)
        return Means(opener_of(self.vault), seal, parameters_of(self.folder))

    def attachments(self, service: Service | None = None) -> Attachments:
        """The attachments as a service has them, or as the one address that stands for all."""
        if service is not None:
            return attachments_at(service, self.blobs, self.stores[service], self.vault, self.clock)
        gate = Gate(self.recorders[RECORDS], self.clock, uuid7)
        return Attachments(self.blobs, self.vault, self.clock, may_open=gate)

    def verifier(self) -> Verifier:
        """Checks the tokens that this directory's key signed."""
        return Verifier(load_token_key(self.folder / "keys", may_create=True))


@contextmanager
def embedded(folder: Path, clock: Clock = system_clock) -> Iterator[Embedded]:
    """Open a data directory, making what is missing, and close it again.

    Raises UserFaultError when a key is missing that its databases were made with.
    """
    folder.mkdir(parents=True, exist_ok=True)
    keys = folder / "keys"
    with ExitStack() as closing:
        stores: dict[str, CheckedEventStore] = {}
        for service in SERVICES:
            stores[service] = open_store(address(folder, service))
            closing.callback(stores[service].close)
        new_vault = _may_create(
            keys / SECTOR_KEYS, folder / "vault.sqlite", "subject_keys", "sector_versions"
        )
        vault = open_vault(address(folder, "vault"), keys, may_create_keys=new_vault)
        closing.callback(vault.close)
        blobs = FolderBlobs(folder / "attachments")
        _, ending = closing.enter_context(erasures_at(address(folder, "vault")))
        closing.enter_context(swept_after(blobs, ending, clock))
        new_log = _may_create(keys / LOG_KEY, folder / "audit.sqlite", "checkpoint", "leaf")
        views, audit = open_database(address(folder, "views")), open_database(address(folder, "audit"))
        closing.callback(views.dispose)
        closing.callback(audit.dispose)
        trail = open_trail(audit, log_signer(keys, LOG_ORIGIN, may_create=new_log), clock)
        changes = closing.enter_context(_changes(folder, vault))
        opened = Embedded(folder, stores, vault, views, audit, trail, clock, blobs, ending, changes)
        with erasing_over(address(folder, "vault"), stores, vault, clock, judged=opened.judged):
            pass  # whatever was decided before is carried out before anything is opened
        yield opened


@contextmanager
def _changes(folder: Path, vault: Vault) -> Iterator[FindingChanges]:
    log = open_store(address(folder, LOG))
    try:
        engine = open_database(address(folder, LOG))
        try:
            yield FindingChanges(engine, log, lambda: parameters_of(folder), opener_of(vault))
        finally:
            engine.dispose()
    finally:
        log.close()


def _may_create(key: Path, database: Path, *tables: str) -> bool:
    """Whether a key may be made: not for a database with rows, which were made with another."""
    # The database is looked at first: one with rows had its key before, also while another process begins.
    if not holds_rows(database, *tables):
        return True
    if not key.exists():
        raise UserFaultError(
            f"{key}: this key file is missing; restore it from the backup, for {database.name} was made with "
            "it and it cannot be made again"
        )
    return False


def address(folder: Path, name: str) -> str:
    """Address of one of the databases in a data directory."""
    return f"sqlite:///{folder.absolute() / f'{name}.sqlite'}"
