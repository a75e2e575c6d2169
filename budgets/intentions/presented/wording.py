"""Words and cells that all tables of intentions share: what is said, what is answered, changes, posts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from budgets.intentions.rules.establishment import wte_text
from budgets.intentions.rules.kinds import ANSWER_NAMES, KIND_NAMES, AnswerKind, IntentionKind
from budgets.intentions.rules.overview import Answered, Overview, Said
from budgets.intentions.rules.statements import notice_in_words
from budgets.intentions.rules.sums import worst_answer
from core.tables import UNDEFINED, Cell, difference, words
from core.wording import in_full, upper_first

NOT_SAID = "Not said yet"
NOT_ANSWERED = "Not answered yet"
NO_PROVIDER = "Nobody to answer: the catalogue names no provider"
_ANSWER_LOOKS = {
    AnswerKind.CAN_DO: "app-passed",
    AnswerKind.CAN_DO_FROM: "app-strong",
    AnswerKind.CANNOT: "app-loss",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Leads:
    """Where cells lead: the page of a line, of an intention, and the form in which this reader acts; blank nowhere."""

    line: Callable[[str], str] = "".format
    intention: Callable[[int], str] = lambda _: ""
    speak: Callable[[str], str] = "".format
    speak_again: Callable[[int], str] = lambda _: ""
    answer: Callable[[int], str] = lambda _: ""
    sort: Callable[[str], str] = "".format


NOWHERE = Leads()


def answer_text(answer: Answered) -> str:
    """An answer in words."""
    name = ANSWER_NAMES[answer.kind]
    return f"{name} {in_full(answer.from_on)}" if answer.from_on is not None else name


def said_cell(said: Said | None, *, href: str = "") -> Cell:
    """What is said, with the notice, and with the offer it rests on."""
    if said is None:
        return words(NOT_SAID, look="app-nothing")
    notes = []
    if said.kind is IntentionKind.DISINVEST:
        notes.append(upper_first(notice_in_words(said.notice_months or 0)))
    if said.offer:
        notes.append(f"From the offer “{said.offer}”")
    return words(KIND_NAMES[said.kind], href=href, note=". ".join(notes))


def change_cell(said: Said | None, *, href: str = "") -> Cell:
    """The change of spending."""
    return Cell(text=UNDEFINED, number=True, look="app-nothing") if said is None else difference(said.change, href=href)


def answers_cell(overview: Overview, said: Said | None, *, href: str = "") -> Cell:
    """What providers answer, the answer that matters most in front; who is asked where nobody answered."""
    if said is None:
        return words("", look="app-nothing")
    answers = overview.answers_to(said)
    worst = worst_answer(answers)
    if worst is None:
        if said.kind is IntentionKind.SAME:
            return words("Nothing to answer", look="app-nothing")
        asked = overview.provided.of(said.line, said.group)
        return words(NOT_ANSWERED if asked else NO_PROVIDER, look="app-nothing")
    notes = [worst.consequence] if worst.consequence else []
    if worst.posts is not None:
        notes.append(f"{wte_text(worst.posts)} WTE")
    others = [f"{each.provider}: {answer_text(each)}" for each in answers if each.id != worst.id]
    note = ". ".join(part.rstrip(".") for part in (worst.provider, *notes, *others))
    return words(answer_text(worst), href=href, note=note, look=_ANSWER_LOOKS[worst.kind])


def own_answer_cell(answer: Answered | None, *, href: str = "") -> Cell:
    """What one provider answers."""
    if answer is None:
        return words(NOT_ANSWERED, look="app-nothing")
    return words(answer_text(answer), href=href, note=answer.consequence, look=_ANSWER_LOOKS[answer.kind])


def posts_cell(posts: Fraction | None) -> Cell:
    """Whole-time equivalents; a dash where nobody said any."""
    if posts is None:
        return Cell(text=UNDEFINED, number=True, look="app-nothing")
    return Cell(text=wte_text(posts), exact=posts, number=True, look="" if posts else "app-nothing")


def count_answered(said: Sequence[Said], overview: Overview) -> Cell:
    """How many changes were answered, and how many cannot be done."""
    changes = [each for each in said if each.kind is not IntentionKind.SAME]
    if not changes:
        return words("", look="app-nothing")
    found = [worst_answer(overview.answers_to(each)) for each in changes]
    answered = [answer for answer in found if answer is not None]
    refused = sum(answer.kind is AnswerKind.CANNOT for answer in answered)
    note = f"{refused} cannot" if refused else ""
    look = "app-loss" if refused else ("app-passed" if len(answered) == len(changes) else "")
    return words(f"{len(answered)} of {len(changes)} answered", note=note, look=look)
