"""A re-commissioning as tables: its schemes and what is decided, the opinions of groups, cost against the hospital."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from core.clock import day_in_words
from core.tables import Cell, Table, amount, columns, difference, number, table, words
from core.wording import in_full
from les.schemes.models.ending import SchemeEnd
from les.schemes.models.opinions import Opinion
from les.schemes.models.recommissioning import CaseProposal, SchemeCase
from les.schemes.queries.opinions import newest_opinion, newest_request
from les.schemes.queries.recommissioning import decision_of, next_version_after, standing, waiting
from les.schemes.rules.ending import note_on_end
from les.schemes.rules.kinds import VERDICT_NAMES, State, Verdict
from les.schemes.rules.opinions import ADVICE_NAMES, OpinionState, Standing, silence_in_words
from les.schemes.rules.recommissioning import OUTCOME_NAMES, UNDECIDED, WITH_NEXT_VERSION, Outcome
from les.schemes.rules.seeing import Sight

Link = Callable[[SchemeCase], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What is known around the cases of an exercise: opinions by case, ends by scheme, who reads, and the day."""

    on: date
    sight: Sight
    opinions: Mapping[int, Sequence[Standing]] = field(default_factory=dict)
    ended: Mapping[int, date] = field(default_factory=dict)
    ends_waiting: Mapping[int, SchemeEnd] = field(default_factory=dict)


def no_link(case: SchemeCase) -> str:
    """Lead nowhere, as in a file."""
    del case
    return ""


def decided_as(case: SchemeCase) -> str:
    """The value of what is decided, by which the list is filtered."""
    held = standing(case)
    return held.outcome.value if held else UNDECIDED


def counted(cases: Sequence[SchemeCase]) -> list[tuple[str, str, int]]:
    """How many schemes are decided how, and how many are not: value, name and count, the undecided first."""
    values = [decided_as(each) for each in cases]
    names = [(UNDECIDED, "Undecided"), *((each.value, name) for each, name in OUTCOME_NAMES.items())]
    return [(value, name, values.count(value)) for value, name in names]


def what_follows(case: SchemeCase, around: Around) -> str:
    """What came of a decision, in a few words: the next version, or the end; that it runs on until then."""
    held = standing(case)
    if held is None:
        return "Runs on until decided"
    if held.outcome is Outcome.CONTINUE:
        return "Runs on"
    if held.outcome in WITH_NEXT_VERSION:
        return _next_version(held, around)
    ends_on, waits = around.ended.get(case.scheme_id), around.ends_waiting.get(case.scheme_id)
    if ends_on is not None:
        return note_on_end(ends_on, on=around.on).capitalize()
    if waits is not None and around.sight is Sight.ALL:
        return f"End on {in_full(waits.ends_on)} waits for a second person"
    return "Runs on: its end is not set yet"


def cases_table(cases: Sequence[SchemeCase], around: Around, link: Link = no_link) -> Table:
    """The schemes of an exercise with what is decided, what groups say, what follows and what the hospital costs."""
    heads = ["Number", "Scheme", "Where", "Decision", *_heads(around.sight)]
    rows = [
        [
            words(each.scheme.reference),
            words(each.scheme.name, href=link(each), note=f"added later: {each.reason}" if each.reason else ""),
            words(each.scheme.where),
            _decision(each, around.sight),
            *_seen(each, around),
        ]
        for each in cases
    ]
    caption = f"{len(cases)} {'scheme' if len(cases) == 1 else 'schemes'}"
    return table("cases", caption, columns(*heads), rows)


def opinions_table(case: SchemeCase, found: Sequence[Standing]) -> Table:
    """What each group advises and why, or where its opinion stands."""
    by_name = {each.group.name: each.group_id for each in case.requests}
    rows = []
    for each in found:
        opinion = newest_opinion(newest_request(case, by_name[each.group])) if each.group in by_name else None
        rows.append(
            [
                words(each.group),
                words(ADVICE_NAMES[each.advice] if each.advice else each.state.value.capitalize(), note=_when(each)),
                words(opinion.words if opinion else "This is no consent.", look="" if opinion else "app-nothing"),
                words(f"{opinion.name}, {opinion.role}" if opinion else "", note=_given(opinion)),
            ]
        )
    return table("opinions", "Opinions of the groups", columns("Group", "Advice", "In its words", "By"), rows)


def cost_table(proposal: CaseProposal) -> Table | None:
    """The cost here and at the hospital, and their difference; None where it is not compared."""
    cost = proposal.cost
    if cost is None or proposal.tariff_on is None:
        return None
    there = proposal.provider.name if proposal.provider else "The hospital"
    source = f"{proposal.tariff_source}, from {in_full(proposal.tariff_on)}"
    rows = [
        [
            words(
                f"This scheme: {proposal.element_name}", note=f"price that held on {day_in_words(proposal.proposed_at)}"
            ),
            amount(cost.price),
            number(cost.count),
            amount(cost.here),
        ],
        [words(there, note=source), amount(cost.tariff), number(cost.count), amount(cost.there)],
    ]
    foot = [[words("The hospital costs more by"), words(""), words(""), difference(cost.difference)]]
    unit = f"{proposal.element_name} ({proposal.unit})" if proposal.unit else proposal.element_name
    caption = f"{unit} in a year, here and at the hospital"
    return table(f"cost-{proposal.number}", caption, columns("Where", "Each £", "#Expected", "In a year £"), rows, foot)


def proposals_table(proposals: Sequence[CaseProposal]) -> Table:
    """Everything that was ever proposed for a scheme, newest first, with what became of it."""
    agreed = [each for each in proposals if each.decision and each.decision.verdict is Verdict.APPROVED]
    rows = [
        [
            words(f"Proposal {each.number}"),
            words(each.outcome_name, note=each.reason),
            words(each.proposed_by.name, note=day_in_words(each.proposed_at)),
            words(_became(each, is_superseded=each in agreed[:-1]), note=_decided(each)),
        ]
        for each in reversed(proposals)
    ]
    return table("proposals", "All proposals", columns("Proposal", "Outcome", "Proposed by", "What became of it"), rows)


def _next_version(held: CaseProposal, around: Around) -> str:
    version = next_version_after(held)
    if version is None or (version.state is not State.APPROVED and around.sight is not Sight.ALL):
        return "Runs on: next version not approved yet" if version else "Runs on: next version not begun"
    if version.state is State.APPROVED and version.approved:
        return f"Version {version.number} approved on {in_full(version.approved.issued_on)}"
    return f"Runs on: version {version.number} is {version.state_name.lower()}"


def _heads(sight: Sight) -> list[str]:
    if sight is Sight.OUTCOME:
        return ["What follows"]
    opinions = "Opinions" if sight is Sight.ALL else "Your group"
    return [opinions, "What follows", "Hospital costs more by £"]


def _decision(case: SchemeCase, sight: Sight) -> Cell:
    held, waits = standing(case), waiting(case)
    asked = f"proposal waits: {waits.outcome_name.lower()}" if waits and sight is Sight.ALL else ""
    if held is None:
        return words("Undecided", note=asked, look="app-gap")
    return words(held.outcome_name, note=f"on {day_in_words(decision_of(held).decided_at)}{'; ' * bool(asked)}{asked}")


def _seen(case: SchemeCase, around: Around) -> list[Cell]:
    follows = words(what_follows(case, around))
    if around.sight is Sight.OUTCOME:
        return [follows]
    shown = standing(case) or (waiting(case) if around.sight is Sight.ALL else None)
    cost = shown.cost if shown else None
    note = "not compared" if shown and cost is None else ""
    gained = difference(cost.difference) if cost else amount(None, note=note)
    return [_opinions(around.opinions.get(case.id, ()), around.sight), follows, gained]


def _opinions(found: Sequence[Standing], sight: Sight) -> Cell:
    if sight is Sight.ALL:
        given = sum(each.advice is not None for each in found)
        return words(f"{given} of {len(found)}", note=silence_in_words(found))
    own = found[0] if found else None
    if own is None:
        return words("not concerned", look="app-nothing")
    return words(ADVICE_NAMES[own.advice] if own.advice else own.state.value.capitalize(), note=_when(own))


def _when(found: Standing) -> str:
    if found.state is OpinionState.LATE:
        return "given late"
    if found.by_on is None or found.advice is not None:
        return ""
    return f"by {in_full(found.by_on)}"


def _given(opinion: Opinion | None) -> str:
    return day_in_words(opinion.given_at) if opinion else ""


def _became(proposal: CaseProposal, *, is_superseded: bool) -> str:
    if proposal.decision is None:
        return "Waits for a second person"
    return f"{VERDICT_NAMES[proposal.decision.verdict]}{', superseded by a later decision' if is_superseded else ''}"


def _decided(proposal: CaseProposal) -> str:
    decision = proposal.decision
    if decision is None:
        return ""
    reason = f": {decision.reason}" if decision.reason else ""
    return f"by {decision.name}, {decision.role}, on {day_in_words(decision.decided_at)}{reason}"
