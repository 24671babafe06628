"""One log of immutable events per service, on PostgreSQL or SQLite."""
