"""Topics are declared once, with their key, their retention and a place for dead letters."""

from deploy.topics import TOPICS, topics_of
from events.base import SERVICES
from events.kafka_binding import topic


def test_every_topic_is_kept_for_ever_and_has_dead_letters() -> None:
    names = {made.name for made in TOPICS}

    assert {topic(service) for service in SERVICES} <= names
    for made in TOPICS:
        assert made.settings["retention.ms"] == made.settings["retention.bytes"] == "-1"
        assert made.settings["cleanup.policy"] == "delete"
        assert made.name.endswith(".dead") or f"{made.name}.dead" in names


def test_dead_letters_stay_in_one_line() -> None:
    events, dead = topics_of("returnwatch.pre-return", partitions=12)

    assert (events.name, events.partitions) == ("returnwatch.pre-return", 12)
    assert (dead.name, dead.partitions) == ("returnwatch.pre-return.dead", 1)
