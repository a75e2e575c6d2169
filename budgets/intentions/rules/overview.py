"""All that was said and answered in a round, beside the figures it was said of: what every page here is made from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from budgets.intentions.rules.kinds import AnswerKind, IntentionKind
from budgets.intentions.rules.provided import Provided
from budgets.method.result import Calculation, LineKind
from budgets.method.words import is_out_of_scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a group says of a line (or of a new service, where `line` is blank). Amounts in pence.

    `calculation`: the number of the one it was said against. `offer_cost` and `offer_wte`: what the offer it rests on
    costs and holds as it stands now.
    """

    id: int
    group: str
    line: str
    name: str
    kind: IntentionKind
    amount: int
    notice_months: int | None
    reason: str
    effect: str
    description: str
    calculation: int
    offer_id: int | None
    offer: str
    offer_cost: int | None
    offer_wte: Fraction | None
    by: str
    role: str
    at: datetime

    @property
    def change(self) -> int:
        """The change of spending in pence: above zero for more."""
        return -self.amount if self.kind is IntentionKind.DISINVEST else self.amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a provider answers to an intention. `posts`: whole-time equivalents to recruit or lose, where said."""

    id: int
    intention_id: int
    provider_id: int
    provider: str
    kind: AnswerKind
    from_on: date | None
    consequence: str
    posts: Fraction | None
    by: str
    role: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFacts:
    """A service line as the calculation has it: `total` and each group's `gross`, in pence.

    `is_gone`: something was said of it against an earlier calculation, and this one has it no more.
    """

    code: str
    name: str
    category: str
    total: int
    gross: Mapping[str, int]
    is_pooled: bool = False
    is_gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What was said and answered, beside the calculation at hand. `answers` by intention, `groups` names by code."""

    round_id: int
    year: str
    calculation_id: int
    calculation: int
    groups: Mapping[str, str]
    lines: tuple[LineFacts, ...]
    said: tuple[Said, ...]
    answers: Mapping[int, Sequence[Answered]]
    provided: Provided

    @property
    def open_lines(self) -> list[LineFacts]:
        """The lines of the calculation at hand: those a group is asked about."""
        return [line for line in self.lines if not line.is_gone]

    @property
    def new_services(self) -> list[Said]:
        """The new services asked for, in the order they were."""
        return [said for said in self.said if not said.line]

    def said_by(self, group: str) -> dict[str, Said]:
        """What a group says of each line it spoke to, by line code."""
        return {said.line: said for said in self.said if said.line and said.group == group}

    def by_line(self) -> dict[str, list[Said]]:
        """What all groups say of each line that is spoken to, in the order of the groups. New services are left out."""
        places = {code: place for place, code in enumerate(self.groups)}
        found: dict[str, list[Said]] = {}
        for said in sorted(self.said, key=lambda said: places.get(said.group, len(places))):
            if said.line:
                found.setdefault(said.line, []).append(said)
        return found

    def said_on(self, line: str) -> list[Said]:
        """What all groups say of one line, in the order of the groups."""
        return self.by_line().get(line, [])

    def left_unsaid(self) -> dict[str, int]:
        """On how many lines of the calculation each group, by its code, has said nothing yet."""
        known = {line.code for line in self.open_lines}
        spoken = dict.fromkeys(self.groups, 0)
        for said in self.said:
            if said.line in known and said.group in spoken:
                spoken[said.group] += 1
        return {group: len(known) - count for group, count in spoken.items()}

    def answers_to(self, said: Said) -> Sequence[Answered]:
        """What providers answer to an intention."""
        return self.answers.get(said.id, ())

    def concerning(self, provider_id: int) -> list[Said]:
        """The intentions that concern a provider, lines in the order of the calculation, new services last."""
        places = {line.code: place for place, line in enumerate(self.lines)}
        found = [said for said in self.said if provider_id in self.provided.of(said.line, said.group)]
        return sorted(found, key=lambda said: places.get(said.line, len(places)))

    def due_from(self, provider_id: int) -> list[Said]:
        """What a provider still has to answer: changes it did not answer yet, and new services that nobody answered."""
        return [
            said
            for said in self.concerning(provider_id)
            if said.kind is not IntentionKind.SAME and not self._is_answered(said, provider_id)
        ]

    def _is_answered(self, said: Said, provider_id: int) -> bool:
        answers = self.answers_to(said)
        return bool(answers) if not said.line else any(answer.provider_id == provider_id for answer in answers)


def lines_in(calculation: Calculation, said: Iterable[Said] = ()) -> tuple[LineFacts, ...]:
    """The lines groups are asked about: services in scope, split or pooled. Then lines of which something was said
    that the calculation has no more. Must-dos and growth have a page of their own.
    """
    found = [
        LineFacts(
            code=line.code,
            name=line.name,
            category=line.category,
            total=line.total,
            gross=dict(line.gross),
            is_pooled=bool(line.pooled) and not line.shared,
        )
        for line in calculation.lines
        if line.kind is LineKind.SERVICE and not is_out_of_scope(line)
    ]
    known = {line.code for line in found}
    gone = {each.line: each.name for each in said if each.line and each.line not in known}
    return (
        *found,
        *(
            LineFacts(code=code, name=name, category="No longer a line", total=0, gross={}, is_gone=True)
            for code, name in sorted(gone.items())
        ),
    )
