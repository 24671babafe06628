"""Every command of the compose file is one that the command line knows."""

from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from returnwatch.command_line import BY_COMMAND, application

SERVICES = yaml.safe_load((Path(__file__).parents[3] / "docker-compose.yml").read_text())["services"]
COMMANDS = sorted(service["command"] for service in SERVICES.values() if "command" in service)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_command_line_knows_the_command(command: str) -> None:
    program, *words = command.split()

    assert program == "returnwatch"
    assert _help(*words) == 0


def test_the_command_line_refuses_another_command() -> None:
    assert _help("serve-nothing") == 2


@pytest.mark.parametrize("command", BY_COMMAND)
def test_a_command_is_added_by_the_modules_named_for_it(command: str) -> None:
    assert _help(command) == 0


def _help(*words: str) -> int:
    return CliRunner().invoke(application(words[0]), [*words, "--help"]).exit_code
