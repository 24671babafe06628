"""A real S3-compatible server for the tests: S3Proxy from Maven Central, which keeps objects in a folder."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3

from deploy.local.ports import answers, free_port
from deploy.local.processes import LocalServerError, run, wait_until
from tests.servers import missing

ROOM = Path(__file__).parent / "s3proxy"
LIBS = ROOM / "libs"
IDENTITY, SECRET = "local", "only-for-tests"
BUCKET = "attachments"


@dataclass
class ObjectStore:
    """One server in one folder; it keeps data and port when it is killed and started again."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What a process is told to find it."""
        return {
            "AWS_ENDPOINT_URL_S3": f"http://127.0.0.1:{self.port}",
            "AWS_DEFAULT_REGION": "eu-central-1",
            "AWS_ACCESS_KEY_ID": IDENTITY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
        }

    @property
    def data(self) -> Path:
        """Where its bytes are."""
        return self.folder / "data"

    def client(self, secret: str = SECRET) -> Any:
        """A client of its own kind."""
        return boto3.session.Session().client(
            "s3",
            endpoint_url=f"http://127.0.0.1:{self.port}",
            region_name="eu-central-1",
            aws_access_key_id=IDENTITY,
            aws_secret_access_key=secret,
        )

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self.data.mkdir(parents=True, exist_ok=True)
        properties = self.folder / "s3proxy.properties"
        settings = {
            "s3proxy.endpoint": f"http://127.0.0.1:{self.port}",
            "s3proxy.authorization": "aws-v2-or-v4",
            "s3proxy.identity": IDENTITY,
            "s3proxy.credential": SECRET,
            # Checksums that it does not know are passed over.
            "s3proxy.ignore-unknown-headers": "true",
            "jclouds.provider": "filesystem-nio2",
            "jclouds.filesystem.basedir": str(self.data),
            "jclouds.identity": "unused",
            "jclouds.credential": "unused",
        }
        properties.write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
        logs = f"-Dlogback.configurationFile={ROOM / 'logback.xml'}"
        command = ["java", "-Xmx256m", logs, "-cp", f"{LIBS}/*", "org.gaul.s3proxy.Main"]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--properties", str(properties)], stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
        running = self.process
        if not wait_until(lambda: running.poll() is not None or answers(self.port), 200) or running.poll():
            raise LocalServerError(f"S3Proxy did not start\n{(self.folder / 'log').read_text()[-2000:]}")

    def kill(self) -> None:
        """End the server at once."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()


@contextmanager
def object_store() -> Iterator[ObjectStore]:
    """The server with one empty bucket while the block lasts."""
    if shutil.which("java") is None or shutil.which("mvn") is None:
        missing("s3", "S3Proxy needs Java and Maven (Debian: apt-get install maven)")
    with tempfile.TemporaryDirectory(prefix="returnwatch-s3-", ignore_cleanup_errors=True) as folder:
        store = ObjectStore(Path(folder))
        why = None
        try:
            _fetch_jars()
            store.start()
        except LocalServerError as fault:
            why = str(fault)
        if why is not None:
            missing("s3", why)
        store.client().create_bucket(Bucket=BUCKET)
        try:
            yield store
        finally:
            store.kill()


def _fetch_jars() -> None:
    """Copy the jars that the POM names beside it, once for each state of the POM."""
    pom, copy = ROOM / "pom.xml", LIBS / "pom.xml"
    if copy.exists() and copy.read_bytes() == pom.read_bytes():
        return
    draft = Path(tempfile.mkdtemp(prefix="libs-", dir=ROOM))
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={draft}"]
    try:
        run(["mvn", "-q", "-B", *goal], ROOM, "fetching S3Proxy from Maven Central")
        shutil.copy(pom, draft)
        shutil.rmtree(LIBS, ignore_errors=True)
        with suppress(OSError):  # another run was faster
            draft.rename(LIBS)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
