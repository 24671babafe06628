"""Opens what checks tokens: those of an issuer in production, local ones else."""

from pathlib import Path

from foundation.identity.oidc_settings import read_oidc_settings
from foundation.identity.port import TokenVerifier
from foundation.identity.tokens import Verifier, load_token_key


def open_verifier(keys: Path, oidc: Path | None) -> TokenVerifier:
    """A verifier by the file `oidc`, or by the token key in the folder `keys`.

    Raises OidcSettingsError or TokenKeyError. The issuer is asked for its keys at the first token.
    """
    if oidc is None:
        return Verifier(load_token_key(keys))
    from foundation.identity.issuer_keys import keys_at  # noqa: PLC0415 - slow to load, and local tokens need none
    from foundation.identity.oidc import OidcVerifier  # noqa: PLC0415 - the same

    settings = read_oidc_settings(oidc)
    return OidcVerifier(settings, keys_at(settings.jwks))
