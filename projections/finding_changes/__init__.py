"""The change stream of findings: which outcome changed, when, and what made it change."""
