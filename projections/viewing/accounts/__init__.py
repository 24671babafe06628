"""Accounts of one fact as views show them: who speaks, what may be said openly, and where accounts differ."""
