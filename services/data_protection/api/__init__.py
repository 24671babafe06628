"""HTTP for what persons may ask about their data: parse, call one use case, shape the answer."""
