"""Opens what a service needs, serves it over HTTP, and closes it in order."""

import gc
import logging
import os
import signal
import sys
from collections.abc import Callable
from contextlib import closing

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from foundation.access.deciding import policies_in_force
from foundation.access.policies import PolicyError
from foundation.attachments.opening import open_blobs
from foundation.attachments.port import BlobsUnavailableError
from foundation.clock import system_clock
from foundation.erasure.eraser import Told
from foundation.erasure.opening import quiet
from foundation.event_store.opening import open_store
from foundation.event_store.port import StoreUnavailableError
from foundation.identity.oidc_settings import OidcSettingsError
from foundation.identity.tokens import TokenKeyError
from foundation.identity.verifying import open_verifier
from foundation.recording.desk import Profile, desk_of
from foundation.recording_http.app import create_app
from foundation.recording_http.requests import Door
from foundation.service_process.files import attachments_at, swept_by
from foundation.service_process.settings import Settings, SettingsError, read_settings
from foundation.service_process.whole import Whole, erasures_settled
from foundation.vault.errors import VaultError
from foundation.vault.opening import open_vault
from foundation.vault.sectors import SectorKeysError

FINISHING = 20
"""Seconds that requests under way get at a stop."""
TURN = 0.0005
"""Seconds after which a thread lets another one run. With Python's own 5 ms, every request that waits for
the operating system would stand in line behind the thread that writes to the database."""

SEARCHES = (50_000, 20, 50)
"""How seldom Python looks for cycles that nobody uses. Records leave none, and looking would cost each of
them a fifth of its time."""

START_FAULTS = (
    SettingsError,
    StoreUnavailableError,
    VaultError,
    SectorKeysError,
    TokenKeyError,
    OidcSettingsError,
    PolicyError,
    BlobsUnavailableError,
    ValueError,
)

More = Callable[[FastAPI, Whole, Door], None]
"""Adds addresses to an application."""


def serve(app: ASGIApp, host: str, port: int) -> None:
    """Answer requests until SIGTERM or SIGINT, then finish those under way."""
    sys.setswitchinterval(TURN)
    gc.set_threshold(*SEARCHES)
    gc.collect()
    gc.freeze()
    # uvicorn raises the signal once more when it is done; the caller still has its databases to close.
    signal.signal(signal.SIGTERM, _ended)
    uvicorn.run(
        app,
        host=host,
        port=port,
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=FINISHING,
    )


def _ended(_number: int, _frame: object) -> None:
    sys.exit(0)


def serve_service(profile: Profile, more: More | None = None, told: Told = quiet) -> int:
    """Serve one service until told to stop. Exit code 2 and a line for each fault when it cannot start.

    `more` adds to the application of data protection what works on everything that is held; `told` hears of
    every step of an erasure.
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    try:
        _run(profile, read_settings(os.environ, profile.name), more, told)
    except START_FAULTS as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    return 0


def _run(profile: Profile, settings: Settings, more: More | None, told: Told) -> None:
    """Open store, vault and keys, settle erasures, serve, and finish what was submitted before closing."""
    policies_in_force()
    verifier = open_verifier(settings.keys, settings.oidc)
    blobs = open_blobs(settings.attachments)
    with (
        closing(open_store(settings.events)) as store,
        closing(open_vault(settings.vault, settings.keys, given=settings.given)) as vault,
    ):
        desk = desk_of(profile, store, vault, system_clock)
        attachments = attachments_at(profile.name, blobs, store, vault)
        kept = erasures_settled(
            *(profile.name, settings.logs, settings.vault, store, vault, system_clock, told),
            own=settings.events,
        )
        with kept as whole, swept_by(profile.name, blobs, settings.vault):
            app = create_app(desk, verifier, system_clock, attachments=attachments)
            if whole is not None and more is not None:
                more(app, whole, Door(verifier, system_clock))
            serve(app, settings.host, settings.port)
