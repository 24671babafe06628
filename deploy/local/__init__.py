"""Real servers on loopback, for development and tests on machines without a container engine."""
