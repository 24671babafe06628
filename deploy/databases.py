"""The PostgreSQL databases, one for each thing that is backed up, restored and guarded by itself."""

RETURN_OPERATION = "returnwatch_return_operation"
"""Events of the service, and how far its relay has come."""

VAULT = "returnwatch_vault"
"""Keys of sealed fields."""

VIEWS = "returnwatch_views"
"""Rows of the monitoring views, which can be built again at any time."""

AUDIT = "returnwatch_audit"
"""The Merkle log of every event."""

DATABASES: tuple[str, ...] = (RETURN_OPERATION, VAULT, VIEWS, AUDIT)
