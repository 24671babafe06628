"""Calls an application in this process, with bodies in pieces and connections that break."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Scope


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 when nothing did."""

    status: int
    body: bytes


async def post(
    app: ASGIApp, path: str, headers: dict[str, str], pieces: Sequence[bytes], *, whole: bool = True
) -> Answer:
    """Send a body in pieces. When it is not whole, the connection breaks after the last of them."""
    status, parts = 0, []

    async def send(message: Message) -> None:
        nonlocal status
        status = message.get("status", status)
        parts.append(message.get("body", b""))

    coming = _messages(pieces, whole=whole)

    async def receive() -> Message:
        return next(coming)

    await app(_scope(path, headers), receive, send)
    return Answer(status, b"".join(parts))


def _messages(pieces: Sequence[bytes], *, whole: bool) -> Iterator[Message]:
    for number, piece in enumerate(pieces, 1):
        more = not whole or number < len(pieces)
        yield {"type": "http.request", "body": piece, "more_body": more}
    while True:
        yield {"type": "http.disconnect"}


def _scope(path: str, headers: dict[str, str]) -> Scope:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 2),
    }
