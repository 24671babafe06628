"""From an event store to its Kafka topic, at least once and in order."""
