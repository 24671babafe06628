"""The process of the service: `python -m services.data_protection.main`, told by its environment."""

import sys

from fastapi import FastAPI

from foundation.erasure.eraser import Told
from foundation.erasure.opening import quiet
from foundation.recording.desk import Profile
from foundation.recording_http.requests import Door
from foundation.service_process.running import serve_service
from foundation.service_process.whole import Whole
from services.data_protection.accepts import ACCEPTS
from services.data_protection.api.routes import add_persons
from services.data_protection.application.persons import persons_over

PROFILE = Profile(
    "data_protection",
    "How personal data were handled: notices, consent, sharing, disclosure, requests and erasure.",
    ACCEPTS,
)


def main(told: Told = quiet) -> int:
    """Serve, also what persons may ask about their data; the exit status."""
    return serve_service(PROFILE, _add_persons, told)


def _add_persons(app: FastAPI, whole: Whole, door: Door) -> None:
    persons = persons_over(whole.held, whole.recorders, whole.vault, whole.eraser, whole.clock)
    add_persons(app, persons, door)


if __name__ == "__main__":
    sys.exit(main())
