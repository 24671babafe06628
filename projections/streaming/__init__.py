"""Feeds a projection's runner from Kafka, in batches that are acknowledged after the commit."""
