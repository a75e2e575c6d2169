"""What the groups of the demo year say: the positions of the meeting of February 2008, and those three weeks later."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from budgets.agreement.rules.items import SPLIT, TOTAL, Item, ItemKind
from budgets.agreement.rules.positions import Answer
from budgets.agreement.rules.stances import Reason, Stance

FIRST_NOTE = (
    "This is the split of 2008/09 by capitation, as in 2007/08, with the 2.3% uplift and the £5 million given back. "
    "Please look at the total and at the split apart, and say by 29 February what you challenge and why: "
    "you are asked, not told."
)
SECOND_NOTE = (
    "This split follows activity where the teams’ returns can carry it, cost centres where they cannot, and capitation "
    "for universal services. Services that only some localities have are no longer paid for by those without. "
    "The infection control nurse for the additional beds is in it, paid from growth money. The total has not changed: "
    "what you said to it stands unless you say otherwise. Please answer on the split by 14 March."
)
FIRST_REPLY_BY = date(2008, 2, 29)
SECOND_REPLY_BY = date(2008, 3, 14)
DEADLINE = date(2008, 3, 31)
_UNCHALLENGED = Answer(item=TOTAL, stance=Stance.NOT_CHALLENGED)


def _line(code: str, reason: Reason, words: str, *, claimed: str = "", method: str = "") -> Answer:
    return Answer(
        item=Item(kind=ItemKind.LINE, code=code),
        stance=Stance.DISPUTED,
        reason=reason,
        words=words,
        claimed=Decimal(claimed) if claimed else None,
        claimed_method=method,
    )


def _split(reason: Reason, words: str) -> Answer:
    return Answer(item=SPLIT, stance=Stance.DISPUTED, reason=reason, words=words)


FIRST_ANSWERS: Mapping[str, Sequence[Answer]] = {
    "DAC": (
        _UNCHALLENGED,
        _split(Reason.WRONG_MAPPING, "We are to pay for services our patients do not have. Leave those out."),
        _line(
            "DIAB-NUR",
            Reason.WRONG_MAPPING,
            "Two localities have diabetes specialist nurses and two have none. Dacorum has none.",
            claimed="0.00",
        ),
        _line("PULM-REH", Reason.WRONG_MAPPING, "Pulmonary rehabilitation runs in St Albans only.", claimed="0.00"),
    ),
    "WAT": (
        _UNCHALLENGED,
        _split(Reason.WRONG_METHOD, "Use the activity data where there are any. Heads are last year’s habit."),
        _line(
            "COMM-NUR",
            Reason.WRONG_METHOD,
            "The contacts of the teams are counted now. Split community nursing by them.",
            method="activity",
        ),
    ),
    "STA": (
        _UNCHALLENGED,
        _split(
            Reason.WRONG_METHOD,
            "Beds may go by capitation. Where activity is clearly local it must be kept.",
        ),
        _line("IC-BEDS", Reason.WRONG_METHOD, "Half by bed days, half by heads.", method="activity:50+capitation:50"),
    ),
    "HER": (
        _UNCHALLENGED,
        _split(
            Reason.WRONG_METHOD,
            "Nobody asked us. Show a split by activity before we agree to any.",
        ),
    ),
    "RED": (
        Answer(
            item=TOTAL,
            stance=Stance.WITHHELD,
            words="We do not give our agreement to the total sum before we have seen how it is arrived at.",
        ),
        Answer(item=SPLIT, stance=Stance.WITHHELD, words="Not before the total is explained to us."),
    ),
}
SECOND_ANSWERS: Mapping[str, Sequence[Answer]] = {
    "DAC": (
        _split(Reason.WRONG_ACTIVITY, "With the activity of community nursing as it is, this split is not ours."),
        _line(
            "COMM-NUR",
            Reason.WRONG_ACTIVITY,
            "Two of our teams kept their contacts on paper until September. Half their year is missing. "
            "Split this line by capitation until a whole year is on computer.",
            method="capitation",
        ),
    ),
    "WAT": (Answer(item=SPLIT, stance=Stance.AGREED, words="This follows our patients."),),
    "STA": (Answer(item=SPLIT, stance=Stance.AGREED),),
    "HER": (Answer(item=SPLIT, stance=Stance.NOT_CHALLENGED),),
    "RED": (
        Answer(
            item=TOTAL,
            stance=Stance.NOT_CHALLENGED,
            words="Every line of the total can be opened now. We do not challenge it.",
        ),
        Answer(item=SPLIT, stance=Stance.NOT_CHALLENGED),
    ),
}
UPHELD = {
    ("DAC", "DIAB-NUR"): "The cost centres show who has the service. Taken up in the next calculation.",
    ("DAC", "PULM-REH"): "Charged to StAHCom directly in the next calculation.",
    ("WAT", "COMM-NUR"): "Split by contacts in the next calculation.",
    ("STA", "IC-BEDS"): "Half and half, as asked, in the next calculation.",
}
COMMENTS = (
    ("commissioner", "Which teams, and from which month are their contacts on computer?"),
    (
        "lead",
        "The two teams of the western villages, from October. Their diaries could be counted.",
    ),
    ("provider", "We can count the diaries of both teams by the end of April, not before."),
)
REJECTED = (
    "Counting the diaries will be done by the end of April, too late for this year’s split. The contacts of the other "
    "teams are complete and the line is graded B. The count is the basis for 2009/10."
)
