"""Answers whether the record is complete and unaltered (view V11)."""
