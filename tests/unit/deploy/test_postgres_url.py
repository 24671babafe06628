"""A server's address becomes a database's address in a form that every client reads."""

import pytest
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import make_url

from deploy.postgres_url import database_url


@pytest.mark.parametrize(
    ("server", "expected"),
    [
        ("postgresql://u:p@h:5432", "postgresql://u:p@h:5432/db"),
        ("postgresql://u:p@h:5432/other", "postgresql://u:p@h:5432/db"),
        ("postgres://h", "postgresql://h/db"),
        ("host=h port=5433 user=u dbname=x", "postgresql://u@h:5433/db"),
        ("host=/var/run/postgresql user=u", "postgresql://u@/db?host=%2Fvar%2Frun%2Fpostgresql"),
        ("postgresql://u@[::1]:5432", "postgresql://u@[::1]:5432/db"),
        ("postgresql://h/x?sslmode=require", "postgresql://h/db?sslmode=require"),
        ("user=u password='a b/c@d:e' host=h", "postgresql://u:a%20b%2Fc%40d%3Ae@h/db"),
    ],
)
def test_urls_and_connection_strings_give_one_form(server: str, expected: str) -> None:
    assert database_url(server, "db") == expected


def test_both_clients_read_the_password_that_was_given() -> None:
    url = database_url("host=h user=u password='a b/c@d:e%20'", "db")

    assert conninfo_to_dict(url)["password"] == "a b/c@d:e%20"
    assert make_url(url).password == "a b/c@d:e%20"


def test_another_user_takes_the_place_of_the_first_one() -> None:
    assert database_url("postgresql://admin:secret@h", "db", "reader", "pw") == "postgresql://reader:pw@h/db"


def test_a_bad_address_is_refused_without_repeating_it() -> None:
    with pytest.raises(ValueError, match="neither a URL nor a connection string") as caught:
        database_url("host=h password=hidden nonsense", "db")

    assert "hidden" not in str(caught.value)
