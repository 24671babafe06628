"""Topics are declared once, with their key, their retention and a place for dead letters."""

from deploy.topics import TOPICS, topics_of


def test_every_topic_is_kept_for_ever_and_has_dead_letters() -> None:
    names = {topic.name for topic in TOPICS}

    assert "returnwatch.return-operation" in names
    for topic in TOPICS:
        assert topic.settings["retention.ms"] == topic.settings["retention.bytes"] == "-1"
        assert topic.settings["cleanup.policy"] == "delete"
        assert topic.name.endswith(".dead") or f"{topic.name}.dead" in names


def test_dead_letters_stay_in_one_line() -> None:
    events, dead = topics_of("pre-return", partitions=12)

    assert (events.name, events.partitions) == ("returnwatch.pre-return", 12)
    assert (dead.name, dead.partitions) == ("returnwatch.pre-return.dead", 1)
