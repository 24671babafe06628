"""The HTTP processes of the distributed way to run."""

from fastapi import FastAPI
from sqlalchemy import Engine

from events.base import Service
from foundation.clock import Clock, system_clock
from foundation.identity.tokens import Verifier, load_token_key
from projections.audit_trail import http as audit_trail
from projections.audit_trail.reading import TrailReader
from projections.operation_coverage import http as operation_coverage
from projections.query.access import readers
from projections.query.app import create_app as create_query_app
from projections.runner.opening import open_database
from returnwatch.settings import from_environment
from services.return_operation.api.http import create_app as create_return_operation
from services.return_operation.main import main as run_return_operation
from services.return_operation.main import serve

CREATE = {"return_operation": create_return_operation}
"""The application of each service."""
MAIN = {"return_operation": run_return_operation}
"""The process of each service."""


def query_app(views: Engine, trail: TrailReader, verifier: Verifier, clock: Clock) -> FastAPI:
    """Every view and the log, for those whose token allows reading."""
    allowed = readers(verifier, clock)
    return create_query_app([operation_coverage.router(views, allowed), audit_trail.router(trail, allowed)])


def serve_service(service: Service) -> int:
    """Take records for one service until told to stop; the exit status."""
    return MAIN[service]()


def serve_query() -> None:
    """Answer from views and log until told to stop."""
    settings = from_environment("RETURNWATCH_POSTGRES", "RETURNWATCH_KEYS")
    verifier = Verifier(load_token_key(settings.keys))
    views, audit = open_database(settings.database("views")), open_database(settings.database("audit"))
    try:
        app = query_app(views, TrailReader(audit), verifier, system_clock)
        serve(app, settings.host, settings.port)
    finally:
        views.dispose()
        audit.dispose()
