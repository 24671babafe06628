"""Sets who may do what on the broker. Safe to repeat.

What our principals were given beyond the declaration is taken back; rights of others stay and are told when
they reach a topic or group of ours, since they open what the declaration keeps shut.
"""

from collections.abc import Collection, Iterable

from kafka import KafkaAdminClient  # type: ignore[import-untyped]  # the package ships no types
from kafka.admin import (  # type: ignore[import-untyped]  # the same
    ACL,
    ACLFilter,
    ACLOperation,
    ACLPermissionType,
    ACLResourcePatternType,
    ResourcePattern,
    ResourcePatternFilter,
    ResourceType,
)
from kafka.errors import (  # type: ignore[import-untyped]  # the same
    NoError,
    SecurityDisabledError,
)

from deploy.kafka_access import PRINCIPALS, Access, access
from deploy.provision import Provisioned, ProvisionError, administering

OPEN = "rights on the broker: it has no authorizer, so whoever reaches it reads and writes every topic"


def provision_access(bootstrap: str, wanted: Collection[Access] | None = None) -> Provisioned:
    """Let the broker allow what is declared and no more. Raises ProvisionError when it refuses."""
    declared = {_rule(one) for one in (access() if wanted is None else wanted)}
    ours = {_user(name) for name in (*PRINCIPALS, *(one.principal for one in wanted or ()))}
    with administering(bootstrap) as admin:
        found = _found(admin)
        if found is None:
            return Provisioned(differing=(OPEN,))
        missing = declared - found
        beyond = {one for one in found - declared if one.principal in ours}
        _create(admin, missing)
        _remove(admin, beyond)
    strangers = sorted(_told(one) for one in found - declared - beyond)
    return Provisioned(
        made=(
            *sorted(f"right of {_told(one)}" for one in missing),
            *sorted(f"order: taken back the right of {_told(one)}" for one in beyond),
        ),
        kept=(f"{len(declared & found)} rights on the broker",),
        differing=tuple(f"right on the broker of {one}" for one in strangers),
    )


def _user(principal: str) -> str:
    return f"User:{principal}"


def _rule(one: Access) -> ACL:
    return ACL(
        principal=_user(one.principal),
        host="*",
        operation=ACLOperation[one.may],
        permission_type=ACLPermissionType.ALLOW,
        resource_pattern=ResourcePattern(ResourceType[one.kind.upper()], one.name),
    )


def _found(admin: KafkaAdminClient) -> set[ACL] | None:
    """Every rule there is; None where the broker allows everything to everybody."""
    everything = ACLFilter(
        None,
        None,
        ACLOperation.ANY,
        ACLPermissionType.ANY,
        ResourcePatternFilter(ResourceType.ANY, None, ACLResourcePatternType.ANY),
    )
    try:
        rules, error = admin.describe_acls(everything)
    except SecurityDisabledError:
        return None
    if error is SecurityDisabledError:
        return None
    _refuse(() if error is NoError else (error,))
    return set(rules)


def _create(admin: KafkaAdminClient, rules: Iterable[ACL]) -> None:
    if listed := sorted(rules, key=_told):
        _refuse(admin.create_acls(listed)["failed"])


def _remove(admin: KafkaAdminClient, rules: Iterable[ACL]) -> None:
    if listed := sorted(rules, key=_told):
        _refuse(error for _, _, error in admin.delete_acls(listed) if error is not NoError)


def _refuse(errors: Iterable[type[Exception]]) -> None:
    if names := sorted({getattr(error, "__name__", str(error)) for error in errors}):
        raise ProvisionError(f"Kafka did not set who may do what: {', '.join(names)}")


def _told(one: ACL) -> str:
    what = one.resource_pattern
    name, kind = one.principal.removeprefix("User:"), what.resource_type.name.lower()
    said = one.operation.name.lower()
    if one.permission_type != ACLPermissionType.ALLOW:
        said = f"{one.permission_type.name.lower()} {said}"
    if what.pattern_type != ACLResourcePatternType.LITERAL:
        kind = f"{what.pattern_type.name.lower()} {kind}"
    return f"{name}: {said} {kind} {what.resource_name}"
