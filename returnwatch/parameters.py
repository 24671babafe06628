"""The numbers on which safeguard rules rest, from a file that a monitoring body keeps."""

import os
from pathlib import Path

import yaml
from pydantic import ValidationError

from projections.safeguards.judging.parameters import NAMES, Parameters
from returnwatch.faults import UserFaultError

FILE = "parameters.yaml"
"""Where an embedded installation keeps the numbers of its monitoring body, in the data directory."""


def read_parameters(path: Path) -> Parameters:
    """The parameters in a YAML file: `version`, `body`, and the numbers that differ from the platform's.

    Raises UserFaultError, a line for each fault.
    """
    try:
        given = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UserFaultError(f"{path}: cannot be read as YAML ({type(error).__name__})") from None
    if not isinstance(given, dict) or not {"version", "body"} <= set(given):
        raise UserFaultError(f"{path}: needs `version`, `body` and the numbers that the body has set")
    try:
        return Parameters.model_validate(given)
    except ValidationError as error:
        lines = []
        for fault in error.errors(include_input=False, include_url=False):
            where = ".".join(str(part) for part in fault["loc"]) or "numbers"
            known = f"; there are: {', '.join(sorted(NAMES))}" if fault["type"] == "extra_forbidden" else ""
            lines.append(f"{path}: {where}: {fault['msg']}{known}")
        raise UserFaultError(*lines) from None


def parameters_of(folder: Path) -> Parameters:
    """The parameters of a data directory; the platform's defaults where its body has set none."""
    path = folder / FILE
    return read_parameters(path) if path.exists() else Parameters()


def installed_parameters() -> Parameters:
    """The parameters in the file that RETURNWATCH_PARAMETERS names; the platform's defaults without it."""
    named = os.environ.get("RETURNWATCH_PARAMETERS")
    return read_parameters(Path(named)) if named else Parameters()
