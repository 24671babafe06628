"""The core checklists of monitors, one for each stage of a return and one for places of detention.

The subjects are those of the UN Network on Migration mapping (sections 2 to 15), the codes of conduct of
Frontex and the standards of the CPT on deportation by air and on immigration detention.
"""

from events.instruments.forms import Checklist, ChecklistItem


def _yes(item: str, question: str) -> ChecklistItem:
    return ChecklistItem(item, question, good="yes")


def _no(item: str, question: str) -> ChecklistItem:
    return ChecklistItem(item, question, good="no")


PRE_RETURN_CORE = Checklist(
    id="pre-return-core",
    version=1,
    phase="pre_return",
    items=(
        _yes("notice-understood", "Had the person grasped what was decided and where to contest it?"),
        _yes("lawyer-reachable", "Was confidential contact with a lawyer possible?"),
        _yes(
            "interpreter-when-needed", "Whenever language was a barrier, was a suitable interpreter at hand?"
        ),
        _yes(
            "told-of-departure-in-advance", "Did the person learn in good time when and how they would leave?"
        ),
        _yes("time-to-prepare", "Did the time left suffice for packing, papers and open affairs?"),
        _yes(
            "voluntary-option-offered", "Did an offer of voluntary return come before any thought of force?"
        ),
        _yes(
            "told-of-monitor-and-complaints",
            "Did the person hear that returns are monitored and where to complain?",
        ),
        _no("pressure-to-agree", "Was the person pushed towards agreeing to return?"),
        _no("child-deprived-of-liberty", "Was any child deprived of liberty?"),
        _no(
            "protection-need-raised-ignored",
            "Was a fear of return that the person voiced left unreported?",
        ),
        _no("service-used-to-locate", "Did a school, clinic or shelter serve to locate or seize the person?"),
        _yes(
            "consulate-contact-free",
            "Was contact with the consulate the person's own choice and without danger?",
        ),
    ),
)

OPERATION_CORE = Checklist(
    id="operation-core",
    version=1,
    phase="pre_departure",
    items=(
        _yes("pickup-dignified", "Was the person fetched calmly, with explanations and with respect?"),
        _no("pickup-not-at-night-with-children", "Were families with children fetched during the night?"),
        _yes(
            "search-proportionate",
            "If people were searched, was it in private, no further than needed, by their own sex?",
        ),
        _yes("waiting-room-adequate", "Was the waiting place fit for use, with room apart for families?"),
        _yes("food-water-toilet", "Could people eat, drink and use a toilet without humiliation?"),
        _yes("last-calls-offered", "Did staff offer a call to relatives and to the lawyer?"),
        _yes("fit-to-travel-seen", "Did the monitor see that each person was certified fit to travel?"),
        _yes("medical-file-and-medication", "Did medicines and the medical file go along with the person?"),
        _yes("vulnerabilities-known-to-team", "Was the team aware of what every vulnerable person needs?"),
        _yes("escorts-identifiable", "Did staff show their faces and a name or number?"),
        _yes("female-staff-present", "Where women were needed on the team, were they there?"),
        _yes("interpreter-on-operation", "Did interpreters cover the languages of the people returned?"),
        _yes(
            "child-specialist-plain-clothes", "Were the children in the care of trained staff out of uniform?"
        ),
        _yes("family-kept-together", "Did families stay together throughout?"),
        _yes("belongings-complete", "Were the person's things and money taken along, all of them?"),
        _yes(
            "force-only-after-individual-assessment",
            "Did every restraint follow an assessment of that very person?",
        ),
        _no("prohibited-means-used", "Did staff use any means that is forbidden?"),
        _no("force-seen-by-children", "Did any child see force being used?"),
        _yes("monitor-briefed", "Did the briefing give the monitor all the information there was?"),
        _yes("monitor-free-movement", "Was the monitor free to go, look and listen anywhere?"),
    ),
)

EN_ROUTE_CORE = Checklist(
    id="en-route-core",
    version=1,
    phase="en_route",
    items=(
        _yes("restraint-removed-after-departure", "After departure, were restraints taken off?"),
        _yes("meals-and-water-en-route", "Was there food and water for everybody on the way?"),
        _yes("toilet-dignity-en-route", "Did the use of toilets respect dignity?"),
        _yes("temperature-blankets", "Was the temperature bearable, with blankets at hand?"),
        _yes("medical-event-handled", "When somebody fell ill, did help come without delay?"),
        _yes("staff-attitude-respectful", "Did staff treat people with respect?"),
        _no("discriminatory-language", "Was anybody insulted or spoken of with contempt for what they are?"),
        _yes("stopover-conditions", "Were stops on the way bearable for everybody on board?"),
        _yes("manager-could-interrupt", "Had the person in charge the power to break off the operation?"),
    ),
)

HAND_OVER_CORE = Checklist(
    id="hand-over-core",
    version=1,
    phase="hand_over",
    items=(
        _yes("last-legal-check-done", "Before hand-over, did the team ask headquarters for a last order?"),
        _yes("restraints-off-before-exit", "Had all restraints come off before people got out?"),
        _yes("belongings-returned", "Did people get back their things and money?"),
        _yes(
            "documents-to-person", "Did the person get the papers in hand, rather than the authority alone?"
        ),
        _yes("only-needed-data-given", "Were data to the receiving authority kept to what it had to know?"),
        _yes("asylum-claim-not-revealed", "Did any earlier claim for protection stay secret?"),
        _yes(
            "child-received-by-agreed-carer",
            "Did the carer or child protection body agreed on receive every child?",
        ),
        _yes(
            "treatment-by-receiving-authority",
            "As far as could be seen, did the receiving authority act properly?",
        ),
        _yes("onward-travel-possible", "Was there a way for the person to go on from there?"),
        _yes("told-how-to-report-after", "Did the person learn where to turn with problems after arrival?"),
    ),
)

RECEPTION_CORE = Checklist(
    id="reception-core",
    version=1,
    phase="post_return",
    items=(
        _no("held-or-questioned", "Was any returnee detained or put through long questioning?"),
        _yes(
            "record-accurate-private",
            "Did officials take down details of returnees without error or listeners?",
        ),
        _yes("documents-available", "Was it possible to get identity papers?"),
        _yes("food-clothing-housing", "Was there something to eat, to wear and a roof?"),
        _yes("health-needs-met", "Did urgent health needs get care?"),
        _yes("children-education-health", "Are school and health care within reach of the children?"),
        _yes("reintegration-contact", "Did the person come into touch with reintegration support?"),
        _no("stigma-or-hostility", "Did the person run into contempt or hostility?"),
        _yes("free-of-retaliation", "Is the person safe from threats over the return or over a complaint?"),
    ),
)

PLACE_OF_DETENTION_CORE = Checklist(
    id="place-of-detention-core",
    version=1,
    phase="pre_return",
    items=(
        _yes("legal-basis-shown", "Could staff produce an order in writing that gives reasons?"),
        _yes("alternatives-documented", "Does the file show that measures short of detention were weighed?"),
        _yes("review-regular", "Does an independent body look at the detention again at set times?"),
        _yes(
            "access-outside-world",
            "Can people get in touch with lawyer, relatives, consulate, organizations and monitors?",
        ),
        _yes("health-care-in-detention", "Can people get health care, for the mind as well as the body?"),
        _yes(
            "conditions-humane",
            "Do people live decently, women and men apart, without criminal prisoners?",
        ),
        _no(
            "return-not-possible-still-held",
            "Is anybody kept whose return has no prospect within reasonable time?",
        ),
    ),
)

ALL = (
    PRE_RETURN_CORE,
    OPERATION_CORE,
    EN_ROUTE_CORE,
    HAND_OVER_CORE,
    RECEPTION_CORE,
    PLACE_OF_DETENTION_CORE,
)
