"""What persons may ask about their data, over an open data directory."""

from collections.abc import Iterator
from contextlib import contextmanager

from foundation.erasure.eraser import Told
from foundation.erasure.keeping_erased import kept_erased
from foundation.erasure.opening import erasing_over, held_in, quiet
from returnwatch.embedded import Embedded, address
from services.data_protection.application.persons import Persons, persons_over


@contextmanager
def persons(opened: Embedded, told: Told = quiet) -> Iterator[Persons]:
    """The use cases of a data directory, after everything decided before was completed that may be."""
    parts = (address(opened.folder, "vault"), opened.stores, opened.vault, opened.clock)
    with erasing_over(*parts, told, opened.judged) as eraser, kept_erased(eraser):
        yield persons_over(held_in(opened.stores), opened.recorders, opened.vault, eraser, opened.clock)
