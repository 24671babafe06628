"""Topics, databases, roles, rights and keys, made where they are missing."""

import os
from collections.abc import Iterator, Mapping

from deploy.provision import ProvisionError
from deploy.provision import provision as provision_servers
from deploy.provision_access import provision_access
from deploy.provision_roles import provision_roles
from deploy.roles import ROLES
from foundation.identity.tokens import load_token_key
from foundation.vault.opening import SECTOR_KEYS
from foundation.vault.sectors import load_or_create_sector_keys
from returnwatch.faults import UserFaultError
from returnwatch.settings import from_environment
from returnwatch.trails import log_signer

PASSWORD = "RETURNWATCH_PASSWORD_"  # noqa: S105 - the beginning of a variable's name


def provision() -> Iterator[str]:
    """Make what is missing; a line for each thing that was made, or differs from its declaration."""
    settings = from_environment("RETURNWATCH_POSTGRES", "RETURNWATCH_KAFKA", "RETURNWATCH_KEYS")
    try:
        done = provision_servers(settings.kafka, settings.postgres)
        done += provision_access(settings.kafka)
        done += provision_roles(settings.postgres, role_passwords(os.environ))
    except (ProvisionError, ValueError) as error:
        raise UserFaultError(f"provision: {' '.join(str(error).split())}") from None
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


def role_passwords(environment: Mapping[str, str]) -> dict[str, str]:
    """The password of each role that `RETURNWATCH_PASSWORD_<ROLE>` gives one, by the role's name."""
    variables = {role: role.upper().replace("RETURNWATCH_", PASSWORD, 1) for role in ROLES}
    return {role: environment[name] for role, name in variables.items() if environment.get(name)}
