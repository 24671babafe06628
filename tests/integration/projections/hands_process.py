"""Begins the processes that make rows, tells their numbers, and waits to be killed."""

import sys
import time
from dataclasses import replace
from multiprocessing import active_children

from projections.query.views import every_view
from projections.safeguard_findings.view import VIEW
from projections.safeguards.judging.parameters import Parameters
from projections.viewing.hands import hands
from projections.viewing.row_seal import IN_CLEAR
from projections.viewing.view import View


def staying() -> tuple[View, ...]:
    """A view all rows of which stay as they were made."""
    return (replace(VIEW, kept=lambda _group: True),)


if __name__ == "__main__":
    with hands(every_view, Parameters(), IN_CLEAR):
        sys.stdout.write(" ".join(str(child.pid) for child in active_children()) + "\n")
        sys.stdout.flush()
        time.sleep(600)
