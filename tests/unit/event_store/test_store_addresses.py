"""An address that cannot be opened is refused in words that repeat no part of it."""

import pytest

from foundation.event_store.opening import open_store
from foundation.event_store.postgres_address import PostgresAddress


@pytest.mark.parametrize(
    "url",
    [
        "",
        "events.sqlite",
        "sqlite:///",
        "mysql://user:s3cret@host/name",
        "postgresql://user:s3cret@s3cret@host/name",
        "postgresql://user:s3cret/more@host/name",
        "postgresql://user:s3cret%zz@host/name",
        "postgresql://user:s3cret@host/name?nonsense=s3cret",
        "postgresql://user:s3cret@host:s3cret/name",
    ],
)
def test_a_wrong_address_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(ValueError, match="the event store's address") as refusal:
        open_store(url)

    assert "s3cret" not in str(refusal.value)
    assert refusal.value.__cause__ is None


def test_an_explanation_never_holds_the_password() -> None:
    address = PostgresAddress.parse("postgresql://user:s3cret@host:5433/name")

    text = address.explain(RuntimeError("no entry for user:s3cret\nsecond line"))

    assert text == "the event store at host:5433/name does not answer: no entry for user:…"


def test_parameters_of_the_url_outweigh_our_defaults() -> None:
    address = PostgresAddress.parse(
        "postgresql://host/name?connect_timeout=1&sslmode=require&options=-c%20work_mem%3D1MB"
    )

    assert address.parameters["connect_timeout"] == "1"
    assert address.parameters["sslmode"] == "require"
    assert address.parameters["tcp_user_timeout"] == "10000"
    assert address.parameters["options"] == "-c enable_seqscan=off -c work_mem=1MB"
