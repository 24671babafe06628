"""The set of policies: sound, explained, each deciding something, and walled against whatever is added."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import cedarpy
import pytest

from contracts.access_matrix import OTHER, OWN, ROLES, a_record, caller
from events.catalogue import BY_NAME
from events.codes.common import ActorRole, LawfulBasis, ProcessingPurpose
from events.data_classes import DataClass
from foundation.access import deciding, entities
from foundation.access.asking import LOG_PARTS, Action, OfLog, OfRecord, OfView, Resource, Use
from foundation.access.deciding import FOLDER, decide, policies_in_force
from foundation.access.kinds import KINDS
from foundation.access.policies import SCHEMA, Policies, PolicyError, read_policies
from foundation.identity.caller import ANY_BODY, SCOPES, Caller

TEXTS = {path.name: path.read_text() for path in FOLDER.glob("*.cedar")}
RULES = (FOLDER / SCHEMA).read_text()
POLICIES = policies_in_force()
STRANGER = "P-018f6a2c-0000-7000-8000-0000000000ff"
OBSERVED = BY_NAME["ObservationFiled"]
CONSENTED = Use("monitoring", "consent")
PERSONAL, SPECIAL, PROTECTED = DataClass.PERSONAL, DataClass.SPECIAL, DataClass.PROTECTED


def report(**changes: Any) -> OfRecord:
    return replace(a_record(BY_NAME["IncidentReported"], PERSONAL, OTHER), **changes)


def told(role: ActorRole, body: str | None = OWN, event: str = "ObservationFiled") -> OfRecord:
    return OfRecord(BY_NAME[event], "return_operation", role, body)


READERS: dict[str, ActorRole] = {
    "case-file": "nhri",
    "case-file.represented": "guardian",
    "safeguard-findings": "independent_monitor",
    "operation-coverage": "authority",
    "force-register": "nhri",
    "discrepancies": "nhri",
    "discrepancies.own-operations": "authority",
    "complaints-incidents-recommendations": "independent_monitor",
    "complaints-incidents-recommendations.addressed": "service_provider",
    "complaints-incidents-recommendations.addressed-until-arrival": "receiving_authority",
    "follow-up-calendar.own-cases": "case_manager",
    "reintegration-outcomes": "international_organization",
    "country-risk-feedback": "court",
    "country-risk-feedback.findings": "authority",
    "statistics": "family_member",
    "service-gaps": "civil_society",
}
"""Somebody of the audience of each view, and of each part of one."""

CASES: dict[str, tuple[bool, Caller, Action, Resource, Use | None]] = {
    "firewall.follow-up-and-data-protection": (
        False, caller("escort"), "read_record", a_record(BY_NAME["DeathRecorded"]), None,
    ),
    "firewall.protected-fields": (
        False, caller("authority"), "open_fields", a_record(OBSERVED, PROTECTED), CONSENTED,
    ),
    "firewall.protected-views": (
        False, caller("carrier"), "read_view", OfView("any", ("pre_return",), PROTECTED), None,
    ),
    "firewall.log-entries": (False, caller("receiving_authority"), "read_log", OfLog("entries"), None),
    "firewall.no-erasure-by-enforcement": (
        False, caller("authority"), "erase", a_record(OBSERVED, PERSONAL), None,
    ),
    "purpose.never-return-enforcement": (
        False, caller("lawyer"), "open_fields", a_record(OBSERVED, PERSONAL),
        Use("return_enforcement", "consent"),
    ),
    "reporter.known-to-intake-only": (
        False, caller("nhri", {"read"}), "open_fields",
        report(reporter_protected=True, names_reporter=True), CONSENTED,
    ),
    "recording.with-the-scope": (True, caller("nhri"), "record", told("nhri"), None),
    "recording.account-of-the-event": (False, caller("carrier"), "record", told("carrier"), None),
    "recording.voice-of-the-caller": (False, caller("civil_society"), "record", told("nhri"), None),
    "recording.body-of-the-caller": (False, caller("nhri"), "record", told("nhri", OTHER), None),
    "reading.with-the-scope": (True, caller("court"), "list", a_record(OBSERVED, body=None), None),
    "reading.own-account": (True, caller("escort"), "list", a_record(OBSERVED), None),
    "exporting.own-account": (True, caller("escort"), "export", a_record(OBSERVED, SPECIAL), None),
    "exporting.by-the-operator": (
        True, caller("platform", {"admin"}), "export", a_record(OBSERVED, PROTECTED, OTHER), None,
    ),
    "exporting.by-oversight": (True, caller("nhri"), "export", a_record(OBSERVED, body=OTHER), None),
    **{
        f"views.{name}": (True, caller(role), "read_view", OfView(name, ("return_operation",)), None)
        for name, role in READERS.items()
    },
    "views.positions": (True, caller("escort"), "read_view", OfView("heads", ("pre_return",)), None),
    "log.with-the-scope": (True, caller("escort"), "read_log", OfLog("hashes"), None),
    "opening.by-the-person-concerned": (
        True, caller("guardian"), "open_fields", a_record(OBSERVED, PROTECTED, OTHER),
        Use("legal_claim", "legal_claim"),
    ),
    "opening.by-oversight": (
        True, caller("independent_monitor"), "open_fields", a_record(OBSERVED, SPECIAL, OTHER),
        Use("monitoring", "public_task"),
    ),
    "opening.with-consent": (
        True, caller("nhri"), "open_fields", a_record(OBSERVED, PROTECTED, OTHER), CONSENTED,
    ),
    "opening.own-account-by-service": (
        True, caller("case_manager"), "open_fields", a_record(OBSERVED, PROTECTED),
        Use("reintegration_assistance", "public_task"),
    ),
    "opening.to-save-a-life": (
        True, caller("medical_professional", body=None), "open_fields", a_record(OBSERVED, SPECIAL, OTHER),
        Use("safety_emergency", "vital_interest"),
    ),
    "erasing.by-the-controller": (
        True, caller("nhri", {"admin"}), "erase", a_record(OBSERVED, SPECIAL, OTHER), None,
    ),
    "rectifying.by-the-controller": (
        True, caller("platform", {"admin"}), "rectify", a_record(OBSERVED, PERSONAL, OTHER), None,
    ),
    "rectifying.own-account": (
        True, caller("authority", {"record"}), "rectify", a_record(OBSERVED, PERSONAL), None,
    ),
    "requesting.for-the-person": (
        True, caller("guardian", {"record"}), "request", a_record(OBSERVED, body=OTHER), None,
    ),
    "answering.by-the-controller": (
        True, caller("case_manager", {"admin"}), "answer", a_record(OBSERVED, body=OTHER), None,
    ),
}  # fmt: skip
"""For each policy a request that it decides alone."""


def test_every_policy_decides_something() -> None:
    assert CASES.keys() == POLICIES.policies.keys()


@pytest.mark.parametrize("name", CASES)
def test_a_policy_decides(name: str) -> None:
    allowed, who, action, resource, use = CASES[name]
    decision = decide(who, action, resource, use)
    assert (decision.allowed, decision.policies) == (allowed, (name,))
    assert POLICIES.policies[name].effect == ("permit" if allowed else "forbid")


@pytest.mark.parametrize("name", CASES)
def test_without_the_policy_it_would_be_decided_otherwise(name: str) -> None:
    texts = dict(TEXTS)
    allowed, who, action, resource, use = CASES[name]
    if not allowed:  # a wall is seen only where something leads up to it
        texts["permit"] = '@id("extra") @clause("-") @says("-") permit (principal, action, resource);'
    weaker = {file: _without(text, name) for file, text in texts.items()}
    assert Policies(texts, RULES).decide(who, action, resource, use).allowed is allowed
    assert Policies(weaker, RULES).decide(who, action, resource, use).allowed is not allowed


def _without(text: str, name: str) -> str:
    return re.sub(rf'@id\("{re.escape(name)}"\).*?;\n', "", text, flags=re.DOTALL)


def test_every_policy_names_its_clause_and_says_what_it_means() -> None:
    assert all(policy.clause and policy.says.endswith(".") for policy in POLICIES.policies.values())


def test_what_nothing_permits_is_denied_with_no_policy_named() -> None:
    decision = decide(caller("court"), "open_fields", a_record(OBSERVED, PERSONAL), CONSENTED)
    assert (decision.allowed, decision.policies) == (False, ())


def test_fields_are_not_opened_for_no_stated_use() -> None:
    for role in ROLES:
        assert not decide(caller(role), "open_fields", a_record(OBSERVED, PERSONAL)).allowed


def test_a_decision_names_the_policies_in_force() -> None:
    again = read_policies(FOLDER)
    other = Policies(
        {**TEXTS, "9.cedar": '@id("x") @clause("x") @says("x") permit (principal, action, resource);'}, RULES
    )
    decision = decide(caller("nhri"), "read_record", a_record(OBSERVED))
    assert decision.policy_set == again.digest != other.digest
    assert re.fullmatch("[0-9a-f]{64}", decision.policy_set)


def test_codes_in_the_policies_are_those_of_the_language() -> None:
    lists = {
        "DataClass": [held.value for held in DataClass],
        "Scope": sorted(SCOPES),
        "Purpose": get_args(ProcessingPurpose),
        "Ground": get_args(LawfulBasis),
        "LogPart": LOG_PARTS,
    }
    for name, codes in lists.items():
        body = re.search(rf"entity {name} enum \[(.*?)\]", RULES, re.DOTALL)
        assert body, name
        assert sorted(re.findall(r'"(\w+)"', body[1])) == sorted(codes)


def test_roles_kinds_and_services_named_in_policies_exist() -> None:
    named = set(re.findall(r'\b(Role|Kind|Service|Family)::"(\w+)"', "\n".join(TEXTS.values())))
    known = {(entity["uid"]["type"], entity["uid"]["id"]) for entity in entities.known()}
    assert named <= known
    assert named


def test_every_request_fits_the_schema() -> None:
    """So that no policy fails on a missing attribute, and none that forbids is passed over."""
    for _, who, action, resource, use in CASES.values():
        known = [*entities.known(), entities.caller_entity(who), *entities.resource_entities(resource)]
        request = {
            "principal": entities.CALLER,
            "action": {"type": "Action", "id": action},
            "resource": entities.resource_uid(resource),
            "context": entities.context(use),
        }
        checked = cedarpy.is_authorized(request, "\n".join(TEXTS.values()), json.dumps(known), RULES)
        assert checked.diagnostics.errors == []


def test_a_policy_that_cannot_be_evaluated_denies() -> None:
    """A wall that looks at the purpose cannot be passed by stating none."""
    permit = '@id("y") @clause("y") @says("y") permit (principal, action, resource);'
    policies = Policies({**TEXTS, "9.cedar": permit}, RULES)
    concerned = (caller("returnee"), "open_fields", a_record(OBSERVED, PERSONAL))
    assert policies.decide(*concerned, CONSENTED).allowed  # type: ignore[arg-type]  # a tuple of the arguments
    assert not policies.decide(*concerned).allowed  # type: ignore[arg-type]  # the same


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "no policies"),
        ("permit (principal, action, resource)", "unexpected|parse"),
        ("permit (principal, action, resource);", "needs an @id"),
        ('@id("a") @clause("b") permit (principal, action, resource);', "needs an @id"),
        ('@id("a") @clause("b") @says("c") permit (principal, action, resource);' * 2, "of its own"),
        ('@id("a") @clause("b") @says("c") permit (principal in Kin::"x", action, resource);', "Kin"),
        (
            """@id("a") @clause("b") @says("c") permit (principal, action, resource is View)
            when { resource.data_class == DataClass::"secret" };""",
            "secret",
        ),
    ],
)
def test_policies_that_cannot_be_used_are_refused_at_the_start(text: str, fault: str) -> None:
    with pytest.raises(PolicyError, match=fault):
        Policies({"1.cedar": text}, RULES)


def test_a_missing_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="restore the folder"):
        read_policies(tmp_path)


# Reporters


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("scopes", [SCOPES, SCOPES - {"intake"}])
def test_a_protected_reporter_is_known_to_the_intake_of_a_monitoring_body_alone(
    role: Any, scopes: Any
) -> None:
    hidden = report(reporter_protected=True, names_reporter=True)
    knows = role in KINDS["oversight"] and "intake" in scopes
    assert decide(caller(role, scopes), "open_fields", hidden, CONSENTED).allowed is knows
    own = replace(hidden, asserted_by_body=OWN)
    assert decide(caller(role, scopes), "open_fields", own, CONSENTED).allowed is knows


def test_a_reporter_who_asked_for_no_protection_is_read_like_other_personal_values() -> None:
    assert decide(caller("nhri", {"read"}), "open_fields", report(names_reporter=True), CONSENTED).allowed
    assert decide(caller("nhri", {"read"}), "open_fields", report(reporter_protected=True), CONSENTED).allowed


# For whom somebody speaks and acts


@pytest.mark.parametrize("role", ["authority", "nhri"])
@pytest.mark.parametrize(
    ("body", "transcribes", "named", "allowed"),
    [
        (OWN, set(), OWN, True),
        (OWN, set(), None, True),
        (OWN, set(), OTHER, False),
        (None, set(), None, True),
        (None, set(), OWN, False),
        (None, {OWN}, OWN, True),
        (None, {OWN}, OTHER, False),
        (OWN, {OTHER}, OTHER, True),
        (OWN, {OTHER}, OWN, True),
        (None, {ANY_BODY}, OTHER, True),
    ],
)
def test_a_body_is_spoken_for_by_its_own_people_and_by_whom_a_token_lets_transcribe_it(
    role: ActorRole,
    body: str | None,
    transcribes: set[str],
    named: str | None,
    allowed: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """In the own role and in one that the token grants besides."""
    who = replace(caller("nhri", body=body), may_assert=frozenset(ROLES), transcribes=frozenset(transcribes))
    event = BY_NAME["OperationFiguresReported"]
    assert {role} <= set(event.about.asserted_by)
    decision = decide(who, "record", OfRecord(event, "return_operation", role, named))
    assert decision.allowed is allowed
    assert decision.policies == (
        ("recording.with-the-scope",) if allowed else ("recording.body-of-the-caller",)
    )


@pytest.mark.parametrize("role", KINDS["concerned"])
@pytest.mark.parametrize("held", [PERSONAL, SPECIAL, PROTECTED])
def test_who_is_concerned_has_only_values_opened_of_those_whom_their_token_names(
    role: ActorRole, held: DataClass
) -> None:
    theirs = a_record(OBSERVED, held, OTHER)
    assert decide(caller(role), "open_fields", theirs, CONSENTED).allowed
    for about in (frozenset[str](), frozenset({STRANGER})):
        assert not decide(caller(role), "open_fields", replace(theirs, about=about), CONSENTED).allowed
    nobody = replace(caller(role), acts_for=frozenset())
    assert not decide(nobody, "open_fields", theirs, CONSENTED).allowed
    assert not decide(nobody, "open_fields", replace(theirs, about=frozenset()), CONSENTED).allowed


# What is logged


def test_a_decision_is_logged_without_anybody_in_it(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", deciding.__name__)
    who = replace(caller("lawyer"), user="USR-planted", token_id="token-planted")
    decide(who, "open_fields", a_record(OBSERVED, PERSONAL, OTHER), CONSENTED)
    decide(caller("escort"), "read_record", a_record(BY_NAME["DeathRecorded"], body=OTHER))
    decide(who, "read_record", a_record(OBSERVED, body=OTHER))
    first, second, third = caplog.messages
    assert first == (
        "allowed open_fields by lawyer of monitoring at return_operation, class personal for monitoring "
        f"on consent: opening.by-the-person-concerned, policies {POLICIES.digest}"
    )
    assert second.startswith("denied read_record by escort of closure at post_return")
    assert third.startswith("allowed read_record by lawyer")
    assert [record.levelname for record in caplog.records] == ["INFO", "INFO", "DEBUG"]
    assert not re.search(r"planted|ORG-|USR-|P-0", caplog.text)
