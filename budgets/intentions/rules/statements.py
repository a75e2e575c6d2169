"""What a group says it is willing to spend: the values, what each kind needs, and what is refused."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from budgets.intentions.rules.kinds import ON_A_LINE, IntentionKind
from budgets.intentions.rules.texts import check_name, check_words
from core.errors import Refusal
from core.wording import sterling

MOST_NOTICE = 60
_VERBS = {IntentionKind.INVEST: "invest in", IntentionKind.DISINVEST: "disinvest from"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What is said of a line: `amount` in pence above or below what the calculation gives (None: not typed).

    `notice_months`: the notice that disinvesting needs. `offer_id`: the offer built from posts whose cost it is.
    """

    kind: IntentionKind
    amount: int | None = None
    notice_months: int | None = None
    reason: str = ""
    effect: str = ""
    offer_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewService:
    """A service that no line holds yet: its name, what it is, what it may cost in a year (pence), why, and for what."""

    name: str
    description: str
    amount: int | None = None
    reason: str = ""
    effect: str = ""
    offer_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The line a statement is about, in words: the group, the line, and the group's gross there (pence)."""

    group: str
    line: str
    gross: int
    calculation: int


def service_key(name: str) -> str:
    """By what two new services of a group are the same: the name, however it is written.

    >>> service_key(" Diabetes  Nurse "), service_key("diabetes nurse")
    ('diabetes nurse', 'diabetes nurse')
    """
    return " ".join(name.casefold().split())


def amount_meant(typed: int | None, *, offer_cost: int | None, offer_name: str = "") -> int | None:
    """The amount of a statement: as typed, or the cost of the offer it rests on. Refused where the two differ."""
    if offer_cost is None:
        return typed
    if typed is not None and typed != offer_cost:
        raise Refusal(
            f"The offer “{offer_name}” costs {sterling(offer_cost)}, but you entered {sterling(typed)}. Leave the "
            "amount blank to use the cost of the offer, or choose no offer."
        )
    return offer_cost


def check_statement(said: Statement, place: Place) -> Statement:
    """What is said of a line, as it is kept. Refused where the kind lacks what it needs or has what it must not."""
    if said.kind not in ON_A_LINE:
        raise Refusal("A new service is no line yet: describe it on its own page.")
    said = replace(said, reason=check_words(said.reason, "The reason"))
    said = replace(said, effect=check_words(said.effect, "The effect on activity"))
    if said.kind is IntentionKind.SAME:
        return _check_same(said)
    if said.amount is None or said.amount <= 0:
        much = "more" if said.kind is IntentionKind.INVEST else "less"
        raise Refusal(f"Enter how much {much} you are willing to spend on {place.line}: an amount above £0.00.")
    if not said.reason:
        raise Refusal(f"Say why you want to {_VERBS[said.kind]} {place.line}.")
    if said.kind is IntentionKind.DISINVEST:
        _check_disinvesting(said.amount, said.notice_months, place)
    elif said.notice_months is not None:
        raise Refusal("Notice goes with disinvesting: leave it blank.")
    return said


def check_new_service(said: NewService, *, lines: Collection[str], asked_before: Collection[str]) -> NewService:
    """A new service as it is kept. `lines`: names of lines that exist; `asked_before`: what the group asked already."""
    name = " ".join(check_name(said.name, "The name of the new service").split())
    key = service_key(name)
    if key in {service_key(line) for line in lines}:
        raise Refusal(f"There is a line called “{name}” already: say on that line that you want to invest.")
    if key in {service_key(before) for before in asked_before}:
        raise Refusal(f"Your group asked for “{name}” already: change what was said there.")
    found = replace(
        said,
        name=name,
        description=check_words(said.description, "The description"),
        reason=check_words(said.reason, "The reason"),
        effect=check_words(said.effect, "The effect on activity"),
    )
    if not found.description:
        raise Refusal(f"Describe {name}: what it is, for whom, where.")
    if found.amount is None or found.amount <= 0:
        raise Refusal(f"Enter how much you are willing to spend on {name} in a year: an amount above £0.00.")
    if not found.reason:
        raise Refusal(f"Say why you want {name}.")
    return found


def said_in_words(kind: IntentionKind, amount: int, *, notice_months: int | None = None) -> str:
    """A statement in a sentence.

    >>> said_in_words(IntentionKind.SAME, 0)
    'the same'
    >>> said_in_words(IntentionKind.DISINVEST, 250000, notice_months=6)
    'disinvest £2,500.00 with 6 months’ notice'
    >>> said_in_words(IntentionKind.NEW_SERVICE, 100)
    'a new service for £1.00'
    """
    if kind is IntentionKind.SAME:
        return "the same"
    if kind is IntentionKind.NEW_SERVICE:
        return f"a new service for {sterling(amount)}"
    notice = "" if notice_months is None else f" with {notice_in_words(notice_months)}"
    return f"{kind} {sterling(amount)}{notice}"


def notice_in_words(months: int) -> str:
    """A period of notice.

    >>> notice_in_words(0), notice_in_words(1), notice_in_words(6)
    ('no notice', '1 month’s notice', '6 months’ notice')
    """
    if not months:
        return "no notice"
    return "1 month’s notice" if months == 1 else f"{months} months’ notice"


def _check_same(said: Statement) -> Statement:
    if said.amount or said.notice_months is not None or said.offer_id is not None:
        raise Refusal(
            "“Same” changes nothing: leave amount, offer and notice blank, or say that you invest or disinvest."
        )
    return replace(said, amount=0)


def _check_disinvesting(amount: int, notice_months: int | None, place: Place) -> None:
    if notice_months is None:
        raise Refusal(f"Say how many months’ notice disinvesting from {place.line} needs; 0 if it needs none.")
    if not 0 <= notice_months <= MOST_NOTICE:
        raise Refusal(f"Notice is from 0 to {MOST_NOTICE} months.")
    at_most = max(place.gross, 0)
    if amount > at_most:
        has = f"{place.group} has {sterling(at_most)} in {place.line} in calculation {place.calculation}"
        if not at_most:
            raise Refusal(f"{has}: there is nothing to disinvest, but you entered {sterling(amount)}.")
        raise Refusal(f"{has}. You cannot disinvest {sterling(amount)}, which is more: at most {sterling(at_most)}.")
