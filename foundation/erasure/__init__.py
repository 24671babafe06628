"""Erasure: what was decided in the log is carried out in the vault, whatever comes between."""
