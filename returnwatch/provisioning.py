"""Topics, databases and keys, made where they are missing."""

from collections.abc import Iterator

from deploy.provision import ProvisionError
from deploy.provision import provision as provision_servers
from foundation.identity.tokens import load_token_key
from foundation.vault.opening import SECTOR_KEYS
from foundation.vault.sectors import load_or_create_sector_keys
from returnwatch.faults import UserFaultError
from returnwatch.settings import from_environment
from returnwatch.trails import log_signer


def provision() -> Iterator[str]:
    """Make what is missing; a line for each thing that was made, or differs from its declaration."""
    settings = from_environment("RETURNWATCH_POSTGRES", "RETURNWATCH_KAFKA", "RETURNWATCH_KEYS")
    try:
        done = provision_servers(settings.kafka, settings.postgres)
    except (ProvisionError, ValueError) as error:
        raise UserFaultError(f"provision: {error}") from None
    if settings.given is None:
        load_or_create_sector_keys(settings.keys / SECTOR_KEYS)
    else:
        settings.given.load()
    load_token_key(settings.keys, may_create=True)
    signer = log_signer(settings.keys, settings.origin, may_create=True)
    yield from (f"made: {name}" for name in done.made)
    yield from (f"there: {name}" for name in done.kept)
    yield from (f"differs from its declaration and was left alone: {name}" for name in done.differing)
    yield f"log: {signer.verifier.vkey}"
