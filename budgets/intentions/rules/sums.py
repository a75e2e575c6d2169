"""Adding up what was said: what a provider would lose, what it would need to recruit, and what is left between."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from budgets.intentions.rules.kinds import AnswerKind, IntentionKind
from budgets.intentions.rules.overview import Answered, LineFacts, Overview, Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Sums over intentions: pence invested in lines, asked for as new services, and disinvested.

    `recruit` and `lose`: whole-time equivalents, where they are known; `unknown`: changes for which nobody said any.
    """

    invest: int = 0
    new: int = 0
    disinvest: int = 0
    recruit: Fraction = Fraction(0)
    lose: Fraction = Fraction(0)
    unknown: int = 0

    @property
    def gained(self) -> int:
        """All that would come in."""
        return self.invest + self.new

    @property
    def net(self) -> int:
        """What would come in less what would go."""
        return self.gained - self.disinvest


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyByAnswer:
    """What came of the intentions: pence by answer; `open` for those not answered."""

    by_answer: Mapping[AnswerKind, int]
    open: int


def posts_of(said: Said, answers: Sequence[Answered]) -> Fraction | None:
    """The posts behind an intention: as the providers answer, else as in the offer it rests on; None: nobody said."""
    told = [answer.posts for answer in answers if answer.posts is not None]
    return sum(told, Fraction(0)) if told else said.offer_wte


def sums_of(said: Iterable[Said], answers: Mapping[int, Sequence[Answered]], *, provider_id: int | None = None) -> Sums:
    """The sums over these intentions, with the answers to them: of all providers, or of one."""
    money = dict.fromkeys(IntentionKind, 0)
    posts = {IntentionKind.INVEST: Fraction(0), IntentionKind.DISINVEST: Fraction(0)}
    unknown = 0
    for each in said:
        money[each.kind] += each.amount
        if each.kind is IntentionKind.SAME:
            continue
        told = [a for a in answers.get(each.id, ()) if provider_id in (None, a.provider_id)]
        count = posts_of(each, told)
        if count is None:
            unknown += 1
            continue
        posts[IntentionKind.DISINVEST if each.change < 0 else IntentionKind.INVEST] += count
    return Sums(
        invest=money[IntentionKind.INVEST],
        new=money[IntentionKind.NEW_SERVICE],
        disinvest=money[IntentionKind.DISINVEST],
        recruit=posts[IntentionKind.INVEST],
        lose=posts[IntentionKind.DISINVEST],
        unknown=unknown,
    )


def cost_for(overview: Overview, line: LineFacts, provider_id: int) -> int:
    """What a line costs that a provider provides: the whole line, or the part of the groups it provides it for."""
    groups = overview.provided.groups_of(provider_id, line.code)
    if set(overview.groups) <= set(groups):
        return line.total
    return sum(line.gross.get(group, 0) for group in groups)


def worst_answer(answers: Sequence[Answered]) -> Answered | None:
    """Where several providers answer one intention, the answer that matters most: cannot before a later day."""
    order = (AnswerKind.CAN_DO, AnswerKind.CAN_DO_FROM, AnswerKind.CANNOT)
    return max(answers, key=lambda answer: (order.index(answer.kind), answer.id), default=None)


def outcome_of(said: Iterable[Said], answers: Mapping[int, Sequence[Answered]]) -> MoneyByAnswer:
    """The pence of these intentions by what was answered; increases and decreases both count as they are."""
    found, left = dict.fromkeys(AnswerKind, 0), 0
    for each in said:
        answer = worst_answer(answers.get(each.id, ()))
        if answer is None:
            left += each.amount
        else:
            found[answer.kind] += each.amount
    return MoneyByAnswer(by_answer=found, open=left)
