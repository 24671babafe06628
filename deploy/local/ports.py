"""Free TCP ports for servers that are killed and started again at the same address."""

import secrets
import socket
from pathlib import Path

_LOWEST = 20_000
_EPHEMERAL = Path("/proc/sys/net/ipv4/ip_local_port_range")


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on, below those which the kernel hands to clients.

    A client that keeps calling a dead server at a port of the ephemeral range may be given that very port
    as its own: it then talks to itself, and the server cannot come back.
    """
    for _ in range(200):
        port = _LOWEST + secrets.randbelow(_first_ephemeral() - _LOWEST)
        if is_free(port):
            return port
    raise OSError("no free port on 127.0.0.1: 200 ports were tried")


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of 127.0.0.1 now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Whether somebody accepts connections on this port of 127.0.0.1."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _first_ephemeral() -> int:
    if not _EPHEMERAL.exists():
        return 32_768
    return max(int(_EPHEMERAL.read_text().split()[0]), _LOWEST + 1_000)
