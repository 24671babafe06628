"""The compose file names what exists, gives away no password, and runs the Kafka that the tests run."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.local.kafka import SETTINGS
from deploy.roles import LOG_WRITER, PROJECTIONS, QUERY, ROLES, relay_role, service_role
from events.base import SERVICES as PHASES
from events.base import kebab
from returnwatch.provisioning import role_passwords

ROOT = Path(__file__).parents[3]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
PROCESSES = {name: service for name, service in SERVICES.items() if service["image"] == "returnwatch"}

COMMAND = re.compile(
    r"returnwatch (provision|serve (query|[a-z-]+)|relay [a-z-]+"
    r"|project (operation-coverage|monitoring-views|finding-changes|audit-trail))"
)


def test_every_part_has_its_container() -> None:
    assert {name: service["command"] for name, service in PROCESSES.items()} == {
        "provision": "returnwatch provision",
        **{kebab(service): f"returnwatch serve {kebab(service)}" for service in PHASES},
        **{f"relay-{kebab(service)}": f"returnwatch relay {kebab(service)}" for service in PHASES},
        "project-operation-coverage": "returnwatch project operation-coverage",
        "project-monitoring-views": "returnwatch project monitoring-views",
        "relay-findings": "returnwatch relay findings",
        "project-finding-changes": "returnwatch project finding-changes",
        "project-audit-trail": "returnwatch project audit-trail",
        "query": "returnwatch serve query",
    }


@pytest.mark.parametrize("name", sorted(PROCESSES))
def test_a_command_names_a_package_of_this_tree(name: str) -> None:
    command = PROCESSES[name]["command"]
    last = command.split()[-1].replace("-", "_")

    assert COMMAND.fullmatch(command)
    assert last in {"provision", "query", "monitoring_views", "findings"} or any(
        (ROOT / folder / last / "__init__.py").exists() for folder in ("services", "projections")
    )


@pytest.mark.parametrize("name", sorted(set(PROCESSES) - {"provision"}))
def test_a_process_waits_until_topics_and_databases_are_there(name: str) -> None:
    assert PROCESSES[name]["depends_on"] == {"provision": {"condition": "service_completed_successfully"}}


def test_no_password_stands_in_the_file_but_as_a_default() -> None:
    secret = re.compile(r"PASSWORD|SECRET|TOKEN|_KEY$")
    from_environment = re.compile(r"\$\{[A-Z_]+(:-[\w-]+)?\}")
    found = 0
    for key, value in _values(COMPOSE):
        login = re.search(r"://[^:/@]*:([^@]+)@", value)
        given = login.group(1) if login else value if secret.search(key) else None
        if given is not None:
            found += 1
            assert from_environment.fullmatch(given), f"{key} has a literal password"

    assert found > len(PROCESSES)


def test_every_process_has_the_database_role_of_its_work_and_no_other() -> None:
    roles = {name: _login(service["environment"]) for name, service in PROCESSES.items()}

    assert roles.pop("provision") == "postgres"
    assert roles == {
        **{kebab(service): service_role(service) for service in PHASES},
        **{f"relay-{kebab(service)}": relay_role(service) for service in PHASES},
        "project-operation-coverage": PROJECTIONS,
        "project-monitoring-views": PROJECTIONS,
        "project-finding-changes": PROJECTIONS,
        "relay-findings": PROJECTIONS,
        "project-audit-trail": LOG_WRITER,
        "query": QUERY,
    }


def test_the_password_of_a_role_is_the_one_that_it_is_provisioned_with() -> None:
    given = role_passwords(PROCESSES["provision"]["environment"])

    assert set(given) == set(ROLES)
    for name in set(PROCESSES) - {"provision"}:
        environment = PROCESSES[name]["environment"]
        assert f":{given[_login(environment)]}@" in environment["RETURNWATCH_POSTGRES"]
        assert not role_passwords(environment), "no process is told the password of another"


def test_ports_are_published_to_this_machine_alone() -> None:
    published = [port for service in SERVICES.values() for port in service.get("ports", [])]

    assert published
    assert [port for port in published if not port.startswith("127.0.0.1:")] == []


def test_images_of_others_have_a_version() -> None:
    images = [service["image"] for service in SERVICES.values() if service["image"] != "returnwatch"]

    assert [image for image in images if not re.search(r":\d", image)] == []


def test_the_broker_is_the_one_that_the_tests_run() -> None:
    version = re.search(
        r"<version>(4\.[\d.]+)</version>", (ROOT / "deploy" / "kafka" / "pom.xml").read_text()
    )
    given = {
        name.removeprefix("KAFKA_").lower().replace("_", "."): str(value)
        for name, value in SERVICES["kafka"]["environment"].items()
    }

    assert version is not None
    assert SERVICES["kafka"]["image"] == f"apache/kafka:{version.group(1)}"
    shared = given.keys() & SETTINGS.keys()
    assert {"auto.create.topics.enable", "log.retention.ms", "log.retention.bytes"} <= shared
    assert {name: given[name] for name in shared} == {name: SETTINGS[name] for name in shared}


def _login(environment: dict[str, str]) -> str:
    found = re.match(r"postgresql://([a-z_]+):", environment["RETURNWATCH_POSTGRES"])
    assert found is not None
    return found.group(1)


def _values(tree: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(tree, dict):
        for name, value in tree.items():
            yield from _values(value, str(name))
    elif isinstance(tree, list):
        for value in tree:
            yield from _values(value, key)
    else:
        yield key, str(tree)
