"""A case that rests on a sealed value, recorded at its services and erased over HTTP."""

import json
from datetime import timedelta
from importlib.resources import files
from typing import Any

import httpx

from events.base import SERVICES
from events.catalogue import BY_KEBAB
from foundation.clock import system_clock
from foundation.identity.caller import SCOPES
from foundation.identity.tokens import Grant, issue, load_token_key
from tests.system.everywhere import record_each
from tests.system.harness import Installation

CASE = "C-0199a000-0000-7000-8000-000000000002"
RULE = "due-process.no-removal-while-remedy-pending"
"""The kind of a remedy is sealed: without it this rule finds nothing to breach."""
BODY = "ORG-0199a000-0000-7000-8000-000000000004"
USER = "USR-018f6a2c-0000-7000-8000-00000000beef"


def record_the_case(installation: Installation, token: str) -> None:
    """Hand in the invented removal, each record at the service that owns its event."""
    text = files("returnwatch.sample").joinpath("removal.json").read_text()
    documents: list[dict[str, Any]] = json.loads(text)
    for service in SERVICES:
        own = [one for one in documents if BY_KEBAB[one["event"]].about.service == service]
        told = [{name: value for name, value in one.items() if name != "event"} for one in own]
        kinds = [{"kind": one["event"]} for one in own]
        record_each(
            installation.url_of(service), token, [one | kind for one, kind in zip(told, kinds, strict=True)]
        )


def erase_the_case(installation: Installation) -> httpx.Response:
    """Erase it as a monitoring body does."""
    grant = Grant(USER, "independent_monitor", timedelta(hours=1), body=BODY, scopes=SCOPES)
    token = issue(load_token_key(installation.keys), grant, system_clock())
    return httpx.post(
        f"{installation.url_of('data_protection')}/v1/persons/erase",
        json={
            "subject": CASE,
            "purpose": "audit",
            "ground": "legal_obligation",
            "cause": "unlawful_processing",
        },
        headers={"Authorization": f"Bearer {token}"},
        timeout=60,
        trust_env=False,
    )


def changes_of_the_case(installation: Installation, token: str) -> list[tuple[str, str]]:
    """Rule and new outcome of every change that was told about it."""
    answer = httpx.get(
        f"{installation.query_url}/v1/findings/changes",
        params={"subject": CASE, "limit": "1000"},
        headers={"Authorization": f"Bearer {token}"},
        trust_env=False,
    )
    answer.raise_for_status()
    told = [change["event"]["data"] for change in answer.json()["changes"]]
    return [(one["rule"], one["outcome"]) for one in told]


def findings_on_the_case(installation: Installation, token: str) -> dict[str, tuple[str, bool]]:
    """Rule to its outcome in the view, and whether it is frozen."""
    answer = httpx.get(
        f"{installation.query_url}/v1/views/safeguard-findings",
        params={"subject": CASE, "limit": "1000"},
        headers={"Authorization": f"Bearer {token}"},
        trust_env=False,
    )
    answer.raise_for_status()
    return {row["rule"]: (row["outcome"], row["frozen"]) for row in answer.json()["rows"]}
