"""Unit tests cannot reach a network."""

import asyncio
import socket

import pytest
import pytest_socket


def test_a_unit_test_cannot_open_a_socket() -> None:
    with (
        pytest.warns(UserWarning, match="socket"),
        pytest.raises(pytest_socket.SocketBlockedError),
    ):
        socket.create_connection(("127.0.0.1", 9))


def test_an_event_loop_still_runs() -> None:
    assert asyncio.run(asyncio.sleep(0, "done")) == "done"
