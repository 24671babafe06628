"""The language: event classes, code lists, envelope, wire names. Pure: no input, output or clock."""
