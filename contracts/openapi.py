"""OpenAPI documents of the HTTP interfaces, taken from the applications themselves."""

from typing import Any

from foundation.clock import system_clock
from foundation.recording.desk import desk_of
from foundation.recording_http.app import create_app
from foundation.service_process.files import attachments_at
from projections.audit_trail import http as audit_trail
from projections.finding_changes import http as finding_changes
from projections.operation_coverage import http as operation_coverage
from projections.query.app import create_app as create_query_app
from projections.query.views import VIEWS
from projections.viewing import http as viewing
from projections.viewing.http import Answering
from services.data_protection.api.routes import add_persons
from services.data_protection.main import PROFILE as DATA_PROTECTION
from services.post_return.main import PROFILE as POST_RETURN
from services.pre_return.main import PROFILE as PRE_RETURN
from services.return_operation.main import PROFILE as RETURN_OPERATION

PROFILES = (PRE_RETURN, RETURN_OPERATION, POST_RETURN, DATA_PROTECTION)
NOTHING: Any = None
"""Stands where an application keeps its databases: a document describes routes and opens nothing."""


def documents() -> dict[str, dict[str, Any]]:
    """Name of the interface to its OpenAPI 3.1 document."""
    query = create_query_app(
        [
            operation_coverage.router(NOTHING, _anyone),
            viewing.router(VIEWS, Answering(NOTHING, system_clock), lambda _: _anyone),
            finding_changes.router(NOTHING, _anyone),
            audit_trail.router(NOTHING, _anyone),
        ]
    )
    recording = {
        profile.name: create_app(
            desk_of(profile, NOTHING, NOTHING, system_clock),
            NOTHING,
            attachments=attachments_at(profile.name, NOTHING, NOTHING, NOTHING),
        )
        for profile in PROFILES
    }
    add_persons(recording[DATA_PROTECTION.name], NOTHING, NOTHING)
    return {name: app.openapi() for name, app in recording.items()} | {"query": query.openapi()}


def _anyone() -> None:
    """Stands where an application asks who reads."""
