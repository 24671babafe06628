"""Servers for a whole session, no sockets in unit tests, and a plain word at the end on what did not run."""

import os
import shutil
import warnings
from collections import Counter
from collections.abc import Iterator

import hypothesis
import pytest
import pytest_socket

with warnings.catch_warnings():
    # kafka-python reads its protocol files by calls that Python 3.11 calls deprecated, on first import only.
    warnings.filterwarnings("ignore", "(read|open)_text is deprecated", DeprecationWarning)
    from tests import servers

UNIT = servers.ROOT / "tests" / "unit"
SYSTEM = servers.ROOT / "tests" / "system"
BROKER = "broker"
EARLY = {UNIT / "viewing" / "test_naive_recomputation.py", UNIT / "vault" / "test_everything_is_sealed.py"}
"""Files that take long. In their turn, they would keep one worker when the others have done all else."""

# Servers of a test live for minutes: with one quick compiler and one collector they start in half the time.
os.environ.setdefault("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")

# A slow machine is no fault of the code. In continuous integration the same examples are tried every time, so
# that a failure is a change's own; everywhere else new ones are looked for.
hypothesis.settings.register_profile(
    "house",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    derandomize=os.environ.get("CI") == "true",
)
hypothesis.settings.load_profile("house")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[servers.PostgresServer]:
    """A PostgreSQL server on which the tests are superuser."""
    with servers.postgres() as server:
        yield server


@pytest.fixture(scope="session")
def kafka_server() -> Iterator[servers.KafkaServer]:
    """An Apache Kafka broker."""
    with servers.kafka() as server:
        yield server


@pytest.fixture(scope="session")
def kafka_bootstrap(kafka_server: servers.KafkaServer) -> str:
    """The broker's address."""
    return kafka_server.bootstrap


@pytest.fixture(scope="session")
def go_command() -> str:
    """The Go tool, for checks by code that is not ours."""
    found = shutil.which("go")
    if found is None:
        servers.missing("go", "the Go tool is not installed (Debian: apt-get install golang)")
    return str(found)


@pytest.fixture(autouse=True)
def _servers_stand_again(request: pytest.FixtureRequest) -> Iterator[None]:
    used = [name for name in ("postgres_server", "kafka_server") if name in request.fixturenames]
    held = [request.getfixturevalue(name) for name in used]
    yield
    for server in held:
        server.heal()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "go: needs the Go tool")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Share the tests out by file; those that use the broker stay together and begin, then long files."""
    for item in items:
        needs_broker = {"kafka_server", "kafka_bootstrap"} & set(getattr(item, "fixturenames", ()))
        file = str(item.path.relative_to(servers.ROOT))
        item.add_marker(pytest.mark.xdist_group(BROKER if needs_broker else file))
        if item.path.is_relative_to(SYSTEM):
            item.add_marker(pytest.mark.timeout(900))  # a dozen processes start, and some are killed
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> tuple[bool, bool]:
    marker = item.get_closest_marker("xdist_group")
    assert marker is not None
    return marker.args[0] != BROKER, item.path not in EARLY


@pytest.hookimpl(trylast=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.path.is_relative_to(UNIT):
        pytest_socket.disable_socket(allow_unix_socket=True)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say once per suite and reason what was left out."""
    left_out: Counter[tuple[str, str]] = Counter()
    for report in terminalreporter.stats.get("skipped", []):
        reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
        if servers.NOT_RUN in reason:
            left_out[report.nodeid.partition("::")[0], reason.removeprefix("Skipped: ")] += 1
    if left_out:
        terminalreporter.section("suites that did not run", yellow=True)
    for (suite, reason), count in sorted(left_out.items()):
        terminalreporter.write_line(f"{suite} ({count} tests) {reason.splitlines()[0]}")
