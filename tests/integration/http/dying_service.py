"""The service of data protection, ending itself without warning after a named step of an erasure."""

import os
import signal
import sys

from foundation.erasure.decisions import Erasure
from foundation.erasure.port import Step
from services.data_protection.main import main

last = sys.argv[1]


def die(_erasure: Erasure, step: Step) -> None:
    if step == last:
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(die))
