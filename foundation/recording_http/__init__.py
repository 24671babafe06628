"""HTTP for every service that records: parse, call one use case, shape the answer."""
