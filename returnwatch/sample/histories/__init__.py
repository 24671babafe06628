"""Invented histories over all events, the same for the same seed: for demos, benches and tests."""

from returnwatch.sample.histories.chance import DECK
from returnwatch.sample.histories.generating import Shares, histories

__all__ = ["DECK", "Shares", "histories"]
