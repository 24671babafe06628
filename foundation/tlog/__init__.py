"""A verifiable log in the C2SP tlog-tiles form: Merkle hashes, tiles, signed notes, checkpoints and proofs.

Everything here is pure but `keys`, which keeps the signing key in a file.
"""
