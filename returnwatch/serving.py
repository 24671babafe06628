"""The reading process of the distributed way to run, and what every reading application answers."""

from collections.abc import Mapping
from contextlib import ExitStack

from fastapi import FastAPI
from sqlalchemy import Engine

from events.base import Service
from foundation.access.deciding import policies_in_force
from foundation.clock import Clock, system_clock
from foundation.event_store.opening import open_store
from foundation.event_store.port import EventStore
from foundation.identity.port import TokenVerifier
from foundation.identity.verifying import open_verifier
from foundation.recording.desk import Profile
from foundation.service_process.running import serve
from foundation.vault.opening import open_vault
from projections.audit_trail import http as audit_trail
from projections.audit_trail.reading import TrailReader
from projections.finding_changes import http as finding_changes
from projections.finding_changes.index import ChangeIndex
from projections.operation_coverage import http as operation_coverage
from projections.query.access import Gate, log, view
from projections.query.app import create_app as create_query_app
from projections.query.opening import opener_of
from projections.query.shown import COVERAGE, shown
from projections.query.views import VIEWS
from projections.runner.opening import open_database
from projections.safeguard_findings.view import VIEW as SAFEGUARD_FINDINGS
from projections.viewing import http as viewing
from projections.viewing.http import Answering
from projections.viewing.means import NO_MEANS, Means
from returnwatch.means import installed_means
from returnwatch.settings import from_environment
from services.data_protection.main import PROFILE as DATA_PROTECTION
from services.post_return.main import PROFILE as POST_RETURN
from services.pre_return.main import PROFILE as PRE_RETURN
from services.return_operation.main import PROFILE as RETURN_OPERATION

PROFILES: Mapping[Service, Profile] = {
    profile.name: profile for profile in (PRE_RETURN, RETURN_OPERATION, POST_RETURN, DATA_PROTECTION)
}
"""The services there are."""


def query_app(  # noqa: PLR0913, PLR0917 - what the one application answers from
    views: Engine,
    trail: TrailReader,
    verifier: TokenVerifier,
    clock: Clock,
    findings: EventStore,
    means: Means = NO_MEANS,
    changed: ChangeIndex | None = None,
) -> FastAPI:
    """Every view, the changes of findings and the log, for those whom token and policies let in."""
    policies_in_force()
    gate = Gate(verifier, clock)
    return create_query_app(
        [
            operation_coverage.router(views, gate.readers(view(COVERAGE))),
            viewing.router(VIEWS, Answering(views, clock, means), gate.readers_of),
            finding_changes.router(findings, gate.readers(view(shown(SAFEGUARD_FINDINGS))), changed),
            audit_trail.router(trail, gate.readers(log)),
        ]
    )


def serve_query() -> None:
    """Answer from views and log until told to stop; the vault serves questions as of other days."""
    settings = from_environment("RETURNWATCH_POSTGRES", "RETURNWATCH_KEYS")
    verifier = open_verifier(settings.keys, settings.oidc)
    with ExitStack() as closing:
        views, audit = open_database(settings.database("views")), open_database(settings.database("audit"))
        closing.callback(views.dispose)
        closing.callback(audit.dispose)
        findings = open_store(settings.database("findings"))
        closing.callback(findings.close)
        stream = open_database(settings.database("findings"))
        closing.callback(stream.dispose)
        vault = open_vault(settings.database("vault"), settings.keys, given=settings.given)
        closing.callback(vault.close)
        means = installed_means(settings, opener_of(vault))
        app = query_app(
            views, TrailReader(audit), verifier, system_clock, findings, means, ChangeIndex(stream)
        )
        serve(app, settings.host, settings.port)
