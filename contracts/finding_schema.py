"""The contract of what a change of a finding says: JSON Schema 2020-12, as it is stored and sent."""

from typing import Any

from projections.finding_changes.change import SOURCE, TOPIC, TYPE, FindingChanged


def finding_changed_schema() -> dict[str, Any]:
    """The schema of `data`. What is not stated is left out, so no property may be null."""
    raw = _without_null(FindingChanged.model_json_schema(mode="serialization"))
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "FindingChanged",
        "description": raw.pop("description"),
        "x-type": TYPE,
        "x-source": SOURCE,
        "x-topic": TOPIC,
        "x-derived": True,
    }
    return head | {name: value for name, value in raw.items() if name not in head}


def _without_null(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_null(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {
        key: _without_null(value) for key, value in node.items() if not (key == "default" and value is None)
    }
    options = [option for option in kept.get("anyOf", []) if option != {"type": "null"}]
    if len(options) == 1:
        return options[0] | {key: value for key, value in kept.items() if key != "anyOf"}
    return kept
