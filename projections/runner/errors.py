"""Errors that are not of a record, so no record is set aside for them: the whole transaction is given up."""


class LostRaceError(Exception):
    """Somebody else moved what this transaction had read; it is rolled back and begun again."""


class HaltedError(Exception):
    """The projection must not go on until somebody has looked at it."""
