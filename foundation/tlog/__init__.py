"""Merkle log in the C2SP tlog-tiles form: hashes, tiles, signed notes, proofs."""
