"""What accounts are compared about besides force: which events tell of one thing, and by what it is known.

Written as the matter of a rule is. Every field of the events that holds a code, a time, a number or an id is
compared unless the matter names its fields.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from events.catalogue import BY_NAME
from events.data_classes import DataClass
from events.ids import PREFIXES
from projections.safeguards.judging.matter import Group as Accounts
from projections.safeguards.judging.matter import accounts
from projections.safeguards.judging.record import AnyRecord
from projections.viewing.accounts.codes import coded
from projections.viewing.accounts.comparing import Comparison, compared
from projections.viewing.accounts.force_compared import field

ONCE = frozenset(
    {"boarding_started", "departed", "arrived", "disembarkation_started", "hand_over_ended", "ended"}
)
"""Milestones that an operation reaches once; a stop-over may come again."""


@dataclass(frozen=True)
class Matter:
    """One kind of thing of which several parties may give their account."""

    name: str
    accounts: str
    """Events and keys, such as `HandoverCompleted by operation`."""
    fields: tuple[str, ...] = ()
    """The fields that are compared; all when empty."""

    @cached_property
    def group(self) -> Accounts:
        """The written form, read."""
        return Accounts.parse(self.accounts)

    @cached_property
    def known_by_id(self) -> bool:
        """Whether the thing has an id of its own, by which every account names it."""
        return all(key in PREFIXES and key not in {"case", "operation"} for key in self.group.keys)

    @cached_property
    def closed(self) -> frozenset[str]:
        """Fields whose values are not shown."""
        return frozenset(
            name
            for event in self.group.members
            for name, data_class in coded(BY_NAME[event]).items()
            if data_class is not DataClass.OPEN
        )

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        """Every field that is compared."""
        names = [name for event in self.group.members for name in coded(BY_NAME[event])]
        wanted = self.fields or tuple(dict.fromkeys(names))
        return tuple(compared(name, field(name)) for name in wanted if name not in self.group.keys)

    def things(self, records: Sequence[AnyRecord], subject: str) -> Iterator[tuple[str, list[AnyRecord]]]:
        """Each thing with the records that tell of it.

        A person who travels without a recorded operation leaves, and is handed over, once.
        """
        mine = [record for record in records if self.group.holds(record) and _once(record)]
        found: dict[str, list[AnyRecord]] = {}
        for account in accounts([self.group], mine, subject, {}):
            for _, *key in account.things:
                found.setdefault("+".join(map(str, key)), []).append(account.record)
        if self.group.keys == ("operation",) and all(key.startswith("own+") for key in found):
            alone = [record for told in found.values() for record in told]
            found = {"unnamed": alone} if alone else {}
        yield from sorted(found.items())


def _once(record: AnyRecord) -> bool:
    return getattr(record.data, "milestone", "ended") in ONCE


OF_CASES: tuple[Matter, ...] = (
    Matter("assessment", "IndividualAssessmentCompleted by assessment"),
    Matter("decision", "ReturnDecisionIssued by decision"),
    Matter("notice_of_decision", "ReturnDecisionNotified by decision"),
    Matter("remedy", "LegalRemedyLodged by remedy"),
    Matter("remedy_decision", "LegalRemedyDecided by remedy"),
    Matter("detention", "LibertyRestrictionStarted by liberty_measure"),
    Matter("end_of_detention", "LibertyRestrictionEnded by liberty_measure"),
    Matter("medical_check", "MedicalExaminationRecorded by purpose+date"),
    Matter("pick_up", "PreDepartureHandlingRecorded by operation"),
    Matter("departure", "ReturnCarriedOut by operation"),
    Matter("abort", "ReturnAborted by date"),
    Matter("hand_over", "HandoverCompleted by operation"),
    Matter("arrival", "ArrivalChecked by case", ("arrived_at", "detained", "interrogated", "ill_treated")),
    Matter("death", "DeathRecorded by case"),
)
"""What is told of one person."""

OF_OPERATIONS: tuple[Matter, ...] = (
    Matter("plan", "OperationPlanned by operation"),
    Matter("notice_to_monitors", "MonitoringBodyNotified by body"),
    Matter("monitors_present", "MonitoringPresenceRecorded by body+phase_covered"),
    Matter("team", "OperationTeamRecorded by operation"),
    Matter("milestone", "OperationMilestoneReached by milestone"),
    Matter("last_legal_check", "LastLegalCheckMade by operation"),
    Matter("escort_report", "EscortReportFiled by operation"),
)
"""What is told of a whole operation."""


def matched_by(matter: Matter, mine: Sequence[AnyRecord], theirs: Sequence[AnyRecord]) -> str:
    """Why two accounts are held to tell of one thing: the same id, or the same matter of the same subject."""
    shared = any(
        set(first.ids(key)) & set(second.ids(key))
        for first, second in product(mine, theirs)
        for key in matter.group.keys
        if key in PREFIXES
    )
    return "id" if matter.known_by_id and shared else "same_matter"
