"""One package per phase; each owns its events and its event store."""
