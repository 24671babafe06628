"""An Apache Kafka broker from the jars of Maven Central: KRaft in one process, on loopback only."""

import contextlib
import os
import shutil
import signal
import tempfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from secrets import token_urlsafe

from kafka import KafkaAdminClient  # type: ignore[import-untyped]  # the package ships no types
from kafka.errors import KafkaError  # type: ignore[import-untyped]  # the same

from deploy.local import state
from deploy.local.ports import answers, free_port, is_free
from deploy.local.processes import (
    LocalServerError,
    is_running,
    kill_with_children,
    run,
    start_detached,
    wait_until,
)

_POM = Path(__file__).parents[1] / "kafka" / "pom.xml"
_LIBS = _POM.parent / "libs"
SETTINGS = {
    "process.roles": "broker,controller",
    "node.id": "1",
    "inter.broker.listener.name": "PLAINTEXT",
    "controller.listener.names": "CONTROLLER",
    "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
    "auto.create.topics.enable": "false",
    "log.retention.ms": "-1",
    "log.retention.bytes": "-1",
    "offsets.topic.replication.factor": "1",
    "offsets.topic.num.partitions": "4",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "transaction.state.log.num.partitions": "4",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    "group.initial.rebalance.delay.ms": "0",
    # A broker that was killed may return only after its predecessor's session has ended.
    "broker.session.timeout.ms": "3000",
    "broker.heartbeat.interval.ms": "500",
    "log.cleaner.dedupe.buffer.size": "16777216",
}


class LocalKafka:
    """One broker in one folder. It keeps its data and its port from one start to the next."""

    def __init__(self, folder: Path, users: Mapping[str, str] | None = None) -> None:
        """With users and their passwords there is a second address, at which they log in and need rights."""
        self._users = users
        self._folder = folder.resolve()
        self._state = self._folder / "server.json"
        self._properties = self._folder / "server.properties"
        self._log = self._folder / "log"

    @property
    def data(self) -> Path:
        """The folder of its files."""
        return self._folder

    @property
    def address(self) -> str:
        """The bootstrap address, `127.0.0.1:PORT`."""
        return f"127.0.0.1:{self._known()['port']}"

    @property
    def guarded_address(self) -> str:
        """The bootstrap address at which users log in; the user `admin` may do everything."""
        return f"127.0.0.1:{self._known()['guarded']}"

    @property
    def running(self) -> bool:
        """Whether the broker process is alive and accepts connections."""
        return self.pid is not None and answers(int(self._known()["port"]))

    def start(self) -> None:
        """Start the broker and wait until it serves; nothing happens when it already does."""
        if self.pid is None:
            fetch_jars()
            self._folder.mkdir(parents=True, exist_ok=True)
            self._settle()
            self._launch()
        if not wait_until(lambda: self.pid is None or self._serves(), 90) or self.pid is None:
            self.kill()
            raise LocalServerError(f"Kafka did not start\n{self._log.read_text()[-2000:]}")

    def stop(self) -> None:
        """Stop the broker in good order; nothing happens when it is not running."""
        pid = self.pid
        if pid is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
        if not wait_until(lambda: self.pid is None, 30):
            self.kill()

    def kill(self) -> None:
        """End the broker at once, as a power cut would."""
        pid = self.pid
        if pid is not None:
            kill_with_children(pid)

    def restart(self) -> None:
        """Start again on the same data and port, after a stop or a kill."""
        self.stop()
        self.start()

    def remove(self) -> None:
        """End the broker at once, since nothing of its data is kept, and delete them."""
        self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _known(self) -> dict[str, str]:
        known = state.load(self._state)
        if not known:
            raise LocalServerError(f"Kafka was never started in {self._folder}")
        return known

    @property
    def pid(self) -> int | None:
        """Process id of the broker while it lives."""
        pid = int(state.load(self._state).get("pid", "0"))
        return pid if pid and is_running(pid, str(self._properties)) else None

    def _settle(self) -> None:
        """Choose ports, write the settings, and format the storage on the first start."""
        known = state.load(self._state)
        for name in ("port", "controller", *(("guarded",) if self._users else ())):
            if name not in known or not wait_until(partial(is_free, int(known[name])), 5):
                known[name] = str(free_port())
        broker, controller = f"127.0.0.1:{known['port']}", f"127.0.0.1:{known['controller']}"
        listeners = f"PLAINTEXT://{broker},CONTROLLER://{controller}"
        data = self._folder / "data"
        settings = SETTINGS | {
            "controller.quorum.voters": f"1@{controller}",
            "listeners": listeners,
            "advertised.listeners": listeners,
            "log.dirs": str(data),
        }
        if self._users:
            settings |= _guarded(settings, f"127.0.0.1:{known['guarded']}", self._users)
        self._properties.write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
        if not (data / "meta.properties").exists():
            # As `StorageTool random-uuid` does: 16 bytes in base64, never like the name of an option.
            cluster = f"r{token_urlsafe(16)[1:]}"
            command = [*_java(), "kafka.tools.StorageTool", "format", "-t", cluster, "-c", self._properties]
            run(command, self._folder, "formatting Kafka's storage")
        state.save(self._state, known)

    def _launch(self) -> None:
        memory = ["-Xms256m", "-Xmx512m"]
        pid = start_detached([*_java(), *memory, "kafka.Kafka", self._properties], self._folder, self._log)
        state.save(self._state, self._known() | {"pid": str(pid)})

    def _serves(self) -> bool:
        if not answers(int(self._known()["port"])):
            return False
        try:
            admin = KafkaAdminClient(bootstrap_servers=self.address, request_timeout_ms=5_000)
        except KafkaError:
            return False
        try:
            return bool(admin.describe_cluster()["brokers"])
        except KafkaError:
            return False
        finally:
            admin.close()


def _guarded(settings: Mapping[str, str], address: str, users: Mapping[str, str]) -> dict[str, str]:
    """Settings of a listener at which users log in, and of an authorizer that denies by default.

    The broker itself speaks to itself over the open listener on loopback, as nobody.
    """
    listed = " ".join(f'user_{name}="{password}"' for name, password in users.items())
    module = "org.apache.kafka.common.security.plain.PlainLoginModule"
    protocols = settings["listener.security.protocol.map"]
    return {
        "listeners": f"{settings['listeners']},USERS://{address}",
        "advertised.listeners": f"{settings['advertised.listeners']},USERS://{address}",
        "listener.security.protocol.map": f"{protocols},USERS:SASL_PLAINTEXT",
        "sasl.enabled.mechanisms": "PLAIN",
        "listener.name.users.plain.sasl.jaas.config": f"{module} required {listed};",
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "allow.everyone.if.no.acl.found": "false",
        "super.users": "User:ANONYMOUS;User:admin",
    }


def fetch_jars() -> None:
    """Copy the jars that the POM names beside it, once for each state of the POM."""
    copy = _LIBS / _POM.name
    if copy.exists() and copy.read_bytes() == _POM.read_bytes():
        return
    if shutil.which("mvn") is None:
        raise LocalServerError(
            "Kafka's jars are fetched by Maven, which is not installed: install it "
            "(Debian: apt-get install maven) or name a broker in RETURNWATCH_KAFKA"
        )
    draft = Path(tempfile.mkdtemp(prefix="libs-", dir=_POM.parent))
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={draft}"]
    try:
        run(["mvn", "-q", "-B", *goal], _POM.parent, "fetching Kafka from Maven Central")
        shutil.copy(_POM, draft)
        shutil.rmtree(_LIBS, ignore_errors=True)
        draft.rename(_LIBS)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _java() -> list[str | Path]:
    java = shutil.which("java")
    if java is None:
        raise LocalServerError(
            "Kafka needs Java 17: install it (Debian: apt-get install openjdk-17-jre-headless) "
            "or name a broker in RETURNWATCH_KAFKA"
        )
    return [java, "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", f"{_LIBS}/*"]
