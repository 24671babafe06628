"""Addresses of PostgreSQL: a server, and the databases on it."""

from urllib.parse import quote, urlencode

from psycopg.conninfo import conninfo_to_dict


def database_url(server: str, dbname: str, user: str | None = None, password: str | None = None) -> str:
    """The URL of a database on a server given as a URL or as a libpq connection string, or ValueError.

    psycopg takes the answer as it is; SQLAlchemy takes it after `postgresql://` became `postgresql+psycopg://`.
    Another user takes the place of the one in `server` together with the password.
    """
    try:
        parts = {name: str(value) for name, value in conninfo_to_dict(server).items() if value is not None}
    except Exception as fault:
        # The driver's text may repeat the password.
        raise ValueError(
            "the PostgreSQL address is neither a URL nor a connection string: "
            "write postgresql://user:password@host:5432"
        ) from fault
    parts.pop("dbname", None)
    if user is not None:
        parts |= {"user": user, "password": password or ""}
    login = ":".join(quote(parts.pop(name), safe="") for name in ("user", "password") if parts.get(name))
    host, port = parts.pop("host", ""), parts.pop("port", "")
    if host.startswith("/") or "," in host:
        parts["host"], host = host, ""
    place = f"{login}@" if login else ""
    place += f"[{host}]" if ":" in host else host
    place += f":{port}" if port else ""
    query = f"?{urlencode(parts, quote_via=quote)}" if parts else ""
    return f"postgresql://{place}/{quote(dbname, safe='')}{query}"
