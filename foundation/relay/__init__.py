"""Carries a service's log to its Kafka topic, in order and at least once."""
