"""What the broker allows is declared for the processes that there are, and for nothing else."""

from pathlib import Path

import pytest
import yaml

from deploy.kafka_access import FOLLOWS, NAMES, PRINCIPALS, access
from events.base import SERVICES, kebab
from events.kafka_binding import dead_letters
from foundation.broker_login import (
    AUTHORITY,
    MECHANISM,
    PASSWORD,
    USER,
    BrokerLoginError,
    broker_login,
    login_settings,
)
from returnwatch.distributed import AUDIT_TRAIL, FINDING_CHANGES, LOGGED, TOPICS
from returnwatch.rebuilding import NAMES as VIEWS

COMPOSE = yaml.safe_load((Path(__file__).parents[3] / "docker-compose.yml").read_text())["services"]


def test_the_principals_are_the_processes_that_use_the_broker() -> None:
    using = {name for name in COMPOSE if name.startswith(("relay-", "project-"))}
    assert set(PRINCIPALS) == using


def test_a_projection_follows_the_topics_that_its_process_reads() -> None:
    views = {name.replace("_", "-"): set(TOPICS) for name in VIEWS}
    expected = {**views, FINDING_CHANGES: set(TOPICS), AUDIT_TRAIL: set(LOGGED)}
    assert {name: set(topics) for name, topics in FOLLOWS.items()} == expected


def test_every_right_is_on_a_topic_or_group_that_there_is() -> None:
    assert {one.name for one in access() if one.kind == "topic"} <= NAMES
    assert {one.name for one in access() if one.kind == "group"} == set(FOLLOWS)
    assert len(set(access())) == len(access())


def test_only_its_relay_writes_to_a_topic_of_records_and_no_relay_reads() -> None:
    written = [one for one in access() if one.may == "WRITE" and not one.name.endswith(".dead")]
    writers = [(one.name, one.principal) for one in written]
    assert len(writers) == len(dict(writers)) == len(SERVICES) + 1
    assert all(who.startswith("relay-") for _, who in writers)
    assert not any(one.principal.startswith("relay-") for one in access() if one.may == "READ")
    assert not {kebab(service) for service in SERVICES} & set(PRINCIPALS)
    assert dead_letters("t").endswith(".dead")


def test_nobody_logs_in_unless_the_environment_names_a_user() -> None:
    assert broker_login({PASSWORD: "hidden"}) is None
    assert login_settings({}) == {}


def test_both_clients_are_told_the_same() -> None:
    said = login_settings({USER: "relay-findings", PASSWORD: "hidden"})
    assert said == {
        "security_protocol": "SASL_PLAINTEXT",
        "sasl_mechanism": "SCRAM-SHA-512",
        "sasl_plain_username": "relay-findings",
        "sasl_plain_password": "hidden",
    }


@pytest.mark.parametrize(
    ("given", "named"),
    [({USER: "one"}, PASSWORD), ({USER: "one", PASSWORD: "hidden", MECHANISM: "hidden"}, MECHANISM)],
)
def test_a_login_that_cannot_be_is_told_without_its_values(given: dict[str, str], named: str) -> None:
    with pytest.raises(BrokerLoginError, match=named) as told:
        broker_login(given)
    assert "hidden" not in str(told.value)
    assert "hidden" not in repr(broker_login({USER: "one", PASSWORD: "hidden"}))


def test_a_connection_is_encrypted_where_an_authority_is_named(tmp_path: Path) -> None:
    assert broker_login({USER: "one", PASSWORD: "hidden"}).encryption is None  # type: ignore[union-attr]  # a user is named
    missing = {USER: "one", PASSWORD: "hidden", AUTHORITY: str(tmp_path / "none.pem")}
    with pytest.raises(BrokerLoginError, match=AUTHORITY):
        login_settings(missing)
