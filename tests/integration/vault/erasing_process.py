"""Erases a person in a process of its own, which ends itself without warning after a named step.

Usage: python -m tests.integration.vault.erasing_process FOLDER STEP [SUBJECT]
"""

import os
import signal
import sys
from pathlib import Path

from foundation.erasure.decisions import Erasure
from foundation.erasure.port import Step
from returnwatch.embedded import embedded
from returnwatch.persons import persons
from services.data_protection.application.erasing import Grounds
from tests.integration.vault.lives import PERSON, access

folder, last = Path(sys.argv[1]), sys.argv[2]
subject = sys.argv[3] if sys.argv[3:] else PERSON


def die(_erasure: Erasure, step: Step) -> None:
    if step == last:
        os.kill(os.getpid(), signal.SIGKILL)


with embedded(folder) as opened, persons(opened, die) as use:
    use.erasing.erase(subject, access(), Grounds("consent_withdrawn"))
