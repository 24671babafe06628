"""The process of the service: `python -m services.return_operation.main`, told by its environment."""

import gc
import logging
import os
import sys

import uvicorn
from starlette.types import ASGIApp

from foundation.clock import system_clock
from foundation.event_store.opening import open_store
from foundation.event_store.port import StoreUnavailableError
from foundation.identity.tokens import TokenKeyError, Verifier, load_token_key
from foundation.vault.errors import VaultError
from foundation.vault.opening import open_vault
from foundation.vault.sectors import SectorKeysError
from services.return_operation.api.http import create_app
from services.return_operation.settings import Settings, SettingsError, read_settings

FINISHING = 20
"""Seconds that requests under way get at a stop."""
TURN = 0.0005
"""Seconds after which a thread lets another one run. With Python's own 5 ms, every request that waits for
the operating system would stand in line behind the thread that writes to the database."""

SEARCHES = (50_000, 20, 50)
"""How seldom Python looks for cycles that nobody uses. Records leave none, and looking would cost each of
them a fifth of its time."""

START_FAULTS = (SettingsError, StoreUnavailableError, VaultError, SectorKeysError, TokenKeyError, ValueError)

logger = logging.getLogger("returnwatch")


def serve(app: ASGIApp, host: str, port: int) -> None:
    """Answer requests until SIGTERM or SIGINT, then finish those under way."""
    sys.setswitchinterval(TURN)
    gc.set_threshold(*SEARCHES)
    gc.collect()
    gc.freeze()
    uvicorn.run(
        app,
        host=host,
        port=port,
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=FINISHING,
    )


def run(settings: Settings) -> None:
    """Open store, vault and keys, serve, and finish what was submitted before closing them."""
    verifier = Verifier(load_token_key(settings.keys))
    store = open_store(settings.events)
    try:
        vault = open_vault(settings.vault, settings.keys)
        try:
            serve(create_app(store, vault, verifier, system_clock), settings.host, settings.port)
        finally:
            vault.close()
    finally:
        store.close()


def main() -> int:
    """Serve. Exit code 2 and a line for each fault when it cannot start."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    try:
        run(read_settings(os.environ))
    except START_FAULTS as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
