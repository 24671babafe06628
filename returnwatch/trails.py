"""Opens the audit trail, and lets a runner feed it."""

from pathlib import Path

from sqlalchemy import Engine

from foundation.clock import Clock
from foundation.tlog.keys import load_key, load_or_create_key
from foundation.tlog.notes import NoteSigner
from projections.audit_trail.sequencing import DamagedTrailError, TreeMovedError
from projections.audit_trail.trail import AuditTrail
from projections.runner.generations import writing
from projections.runner.projection import OneGeneration
from projections.runner.runner import Runner

LOG_KEY = "log.key"


def log_signer(keys: Path, origin: str, *, may_create: bool) -> NoteSigner:
    """The key in the folder, made when missing where that is allowed. Raises KeyFileError."""
    path = keys / LOG_KEY
    if not may_create:
        load_key(path)  # raises when it is missing
    return load_or_create_key(path, origin)


def open_trail(engine: Engine, signer: NoteSigner, clock: Clock) -> AuditTrail:
    """The trail in a database, its tables and first checkpoint made where they are missing."""
    trail = AuditTrail(engine, signer, clock)
    with writing(engine).begin() as connection:
        trail.create(connection)
    return trail


def trail_runner(engine: Engine, trail: AuditTrail) -> Runner:
    """Feeds the trail; its positions are kept beside the log."""
    return Runner(
        engine,
        OneGeneration(trail.name, trail.apply, moved=(TreeMovedError,), halting=(DamagedTrailError,)),
    )
