"""A service with attachments as a process of its own, told by its environment where things are."""

import logging
import os
from pathlib import Path

from foundation.attachments.opening import open_blobs
from foundation.clock import system_clock
from foundation.event_store.opening import open_store
from foundation.identity.tokens import Verifier, load_token_key
from foundation.recording.desk import desk_of
from foundation.recording_http.app import create_app
from foundation.service_process.files import attachments_at
from foundation.service_process.running import serve
from foundation.vault.opening import open_vault
from services.data_protection.main import PROFILE

logging.basicConfig(level=logging.INFO)
folder = Path(os.environ["FOLDER"])
vault = open_vault(f"sqlite:///{folder}/vault.sqlite", folder / "keys", may_create_keys=True)
store = open_store(f"sqlite:///{folder}/events.sqlite")
desk = desk_of(PROFILE, store, vault, system_clock)
verifier = Verifier(load_token_key(folder / "keys", may_create=True))
attachments = attachments_at(PROFILE.name, open_blobs(os.environ["ATTACHMENTS"]), store, vault)
serve(create_app(desk, verifier, attachments=attachments), "127.0.0.1", int(os.environ["PORT"]))
