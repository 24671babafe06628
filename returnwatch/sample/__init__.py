"""Input of our own making, for the demo and for tests; every figure is invented."""
