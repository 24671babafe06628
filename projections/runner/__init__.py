"""Feeds pages of records to a projection: rows and position in one transaction."""
