"""Machinery that services and projections stand on."""
