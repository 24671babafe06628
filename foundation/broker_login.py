"""As whom a process speaks to Kafka: the same words for both clients, from the environment.

Without `RETURNWATCH_KAFKA_USER` nobody logs in, which only a broker without an authorizer lets pass.
"""

import os
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

USER, PASSWORD = "RETURNWATCH_KAFKA_USER", "RETURNWATCH_KAFKA_PASSWORD"
MECHANISM, AUTHORITY = "RETURNWATCH_KAFKA_MECHANISM", "RETURNWATCH_KAFKA_CA"
MECHANISMS = ("SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN")


class BrokerLoginError(ValueError):
    """The variables do not fit together. Values are not repeated."""


@dataclass(frozen=True, slots=True)
class BrokerLogin:
    """A user of the broker."""

    user: str
    password: str = field(repr=False)
    mechanism: str = MECHANISMS[0]
    authority: str | None = None
    """File with the certificates that the broker's is checked against; without one nothing is encrypted."""

    @property
    def encryption(self) -> ssl.SSLContext | None:
        """What the connection is encrypted with."""
        return ssl.create_default_context(cafile=self.authority) if self.authority else None

    def settings(self) -> dict[str, Any]:
        """Settings of a client of kafka-python or aiokafka."""
        encryption = self.encryption
        return {
            "security_protocol": "SASL_SSL" if encryption else "SASL_PLAINTEXT",
            "sasl_mechanism": self.mechanism,
            "sasl_plain_username": self.user,
            "sasl_plain_password": self.password,
        } | ({"ssl_context": encryption} if encryption else {})


def broker_login(environment: Mapping[str, str] = os.environ) -> BrokerLogin | None:
    """The user of this process, or None when nobody logs in. Raises BrokerLoginError."""
    user = environment.get(USER)
    if not user:
        return None
    password, mechanism = environment.get(PASSWORD), environment.get(MECHANISM) or MECHANISMS[0]
    if not password:
        raise BrokerLoginError(f"environment: {PASSWORD} is not set, and {USER} is")
    if mechanism not in MECHANISMS:
        raise BrokerLoginError(f"environment: {MECHANISM} is one of: {', '.join(MECHANISMS)}")
    authority = environment.get(AUTHORITY) or None
    if authority is not None and not Path(authority).is_file():
        raise BrokerLoginError(
            f"environment: {AUTHORITY} names no file; give the certificates of an authority"
        )
    return BrokerLogin(user, password, mechanism, authority)


def login_settings(environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """What a client is told beside the address: nothing when nobody logs in. Raises BrokerLoginError."""
    login = broker_login(environment)
    return login.settings() if login is not None else {}
