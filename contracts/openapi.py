"""OpenAPI documents of the HTTP interfaces, taken from the applications themselves."""

from typing import Any

from foundation.clock import system_clock
from projections.audit_trail import http as audit_trail
from projections.operation_coverage import http as operation_coverage
from projections.query.app import create_app as create_query_app
from services.return_operation.api.http import create_app as create_return_operation

NOTHING: Any = None
"""Stands where an application keeps its databases: a document describes routes and opens nothing."""


def documents() -> dict[str, dict[str, Any]]:
    """Name of the interface to its OpenAPI 3.1 document."""
    query = create_query_app(
        [operation_coverage.router(NOTHING, _anyone), audit_trail.router(NOTHING, _anyone)]
    )
    return {
        "return_operation": create_return_operation(NOTHING, NOTHING, NOTHING, system_clock).openapi(),
        "query": query.openapi(),
    }


def _anyone() -> None:
    """Stands where an application asks who reads."""
