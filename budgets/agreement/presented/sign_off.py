"""The sign-off of a round as tables and sentences: positions, what is signed, who signs, who must act next."""

from collections.abc import Callable
from dataclasses import dataclass

from budgets.agreement.queries.sign_off_state import SignOffState
from budgets.agreement.rules.sign_off import GroupSaid, Said
from budgets.agreement.rules.sign_off_content import SignedContent
from budgets.agreement.rules.sign_off_signing import waiting_for
from budgets.agreement.rules.sign_off_steps import Progress, steps_of
from budgets.agreement.rules.stances import CONSENT, REASON_NAMES, STANCE_NAMES, Stance
from budgets.rounds.presented.overview import KeyFigure
from budgets.rounds.rules import RoundStep
from core.clock import day_in_words, in_london
from core.signatures.rules import CAPACITY_NAMES, Capacity
from core.tables import Cell, Table, amount, columns, table, words
from core.wording import in_full, listed, sterling


@dataclass(frozen=True, slots=True, kw_only=True)
class StateShown:
    """The state in words for a tag, its look, and one sentence about it."""

    tag: str
    look: str
    sentence: str


def state_shown(state: SignOffState) -> StateShown:
    """Where the sign-off stands, as a tag and a sentence."""
    number, year = state.proposal.number, state.round.year
    if state.lock is not None:
        day = day_in_words(state.lock.locked_at)
        sentence = f"The budgets for {year} were signed off on {day} as put to the groups in proposal {number}."
        return StateShown(tag="Signed off and locked", look="nhsuk-tag--green", sentence=sentence)
    if state.open is not None:
        signed = sum(signer.has_signed for signer in state.signers)
        sentence = f"Proposal {number} is open for signature: {signed} of {len(state.signers)} have signed."
        return StateShown(tag="Open for signature", look="nhsuk-tag--blue", sentence=sentence)
    if state.is_unlocked:
        sentence = f"Proposal {number} was signed off, and two people unlocked the round since. A new proposal follows."
        return StateShown(tag="Unlocked", look="nhsuk-tag--orange", sentence=sentence)
    if not state.obstacles:
        sentence = f"Nothing stands in the way of signing proposal {number} off."
        return StateShown(tag="Ready to be opened", look="nhsuk-tag--blue", sentence=sentence)
    sentence = f"Proposal {number} cannot be signed off yet."
    return StateShown(tag="Not ready", look="nhsuk-tag--orange", sentence=sentence)


def steps_shown(state: SignOffState, *, issued: int) -> list[RoundStep]:
    """The steps from positions to statements."""
    locked_on = in_london(state.lock.locked_at).date() if state.lock else None
    progress = Progress(
        groups=len(state.said),
        dissent=state.dissent,
        decided=state.decided,
        is_open=state.open is not None,
        needed=len(state.signers),
        signed=sum(signer.has_signed for signer in state.signers),
        locked_on=locked_on,
        issued=issued,
    )
    return steps_of(progress)


def positions_table(state: SignOffState, *, with_money: bool, reads: Callable[[str], bool]) -> Table:
    """What every group says to the total and the split. `reads`: whether the reader sees the words of a group code."""
    money = ["Gross £", "Net £"] if with_money else []
    by_code = {group.said.code: group for group in state.content.groups}
    rows = []
    for said in state.said:
        figures = [amount(by_code[said.code].gross), amount(by_code[said.code].net)] if with_money else []
        rows.append([words(said.name), *_said_cells(said, reads=reads(said.code)), _consent(said), *figures])
    return table(
        "positions", "What the groups say", columns("Group", "On the total", "On the split", "Consents", *money), rows
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentShown:
    """What is signed, laid out: the whole in figures, and every group with its budget and what it said."""

    figures: list[KeyFigure]
    groups: Table


def content_shown(content: SignedContent) -> ContentShown:
    """What is signed, laid out."""
    return ContentShown(figures=_figures(content), groups=_groups(content))


def _groups(content: SignedContent) -> Table:
    money = content.money
    rows = [
        [words(group.said.name), amount(group.gross), amount(group.net), *_said_cells(group.said, reads=True)]
        for group in content.groups
    ]
    foot = [[words("Divided among the groups"), amount(money["gross"]), amount(money["net"]), words(""), words("")]]
    return table(
        "signed",
        "Budgets and positions",
        columns("Group", "Gross £", "Net £", "On the total", "On the split"),
        rows,
        foot,
    )


def _figures(content: SignedContent) -> list[KeyFigure]:
    money = content.money
    figures = [
        KeyFigure(label="in all", value=sterling(money["total"]), note=f"for {content.year}"),
        KeyFigure(
            label="divided among the groups",
            value=sterling(money["gross"]),
            note=f"{sterling(money['net'])} net of the risk reserve" if money["reserve"] else "no risk reserve",
        ),
    ]
    if money["pooled"]:
        figures.append(KeyFigure(label="pooled", value=sterling(money["pooled"]), note="for all groups"))
    if money["growth_reserve"]:
        held = KeyFigure(label="of growth held", value=sterling(money["growth_reserve"]), note="until committed")
        figures.append(held)
    return figures


def signers_table(state: SignOffState) -> Table:
    """Who has to sign what is open or was locked, and who did."""
    given = {each.organisation_id: each for each in state.given}
    rows = []
    for signer in state.signers:
        signature = given.get(signer.party_id)
        capacity = Capacity.FOR_COMMISSIONER if signer.is_commissioner else Capacity.ASSENTING
        if signature is None:
            rest = [words("Has yet to sign", look="app-nothing"), words(""), words(""), words("")]
        else:
            rest = [
                words(signature.name),
                words(signature.role),
                words(in_full(signature.signed_on)),
                words(f"{signature.content_hash[:12]}…", look="app-hash"),
            ]
        rows.append([words(signer.name), words(CAPACITY_NAMES[capacity]), *rest])
    return table(
        "signatures",
        "Signatures",
        columns("Signed for", "Capacity", "By", "Role", "On", "Hash of what was signed"),
        rows,
    )


def _said_cells(said: GroupSaid, *, reads: bool) -> list[Cell]:
    return [_said_cell(said.total, reads=reads), _said_cell(said.split, reads=reads)]


def _said_cell(said: Said, *, reads: bool) -> Cell:
    reason = f": {REASON_NAMES[said.reason].lower()}" if said.reason else ""
    by = [f"{said.by}, {in_full(said.on)}"] if said.on else []
    quoted = [f"“{said.words}”"] if said.words and reads else []
    look = "app-passed" if said.stance in CONSENT else "app-strong"
    return words(f"{STANCE_NAMES[said.stance]}{reason}", note=" · ".join([*by, *quoted]), look=look)


def _consent(said: GroupSaid) -> Cell:
    return words("Yes", look="app-passed") if said.consents else words("No", look="app-strong")


def who_acts_next(state: SignOffState) -> str:
    """Who must act next, in words; blank where nobody has to."""
    commissioner = state.round.commissioner.name
    if state.unlocking is not None:
        return f"{state.unlocking.name} asks to unlock the round. A second person of {commissioner} answers."
    if state.lock is not None:
        return ""
    if state.open is not None:
        names = waiting_for(state.signers)
        return f"{listed(names)} {'has' if len(names) == 1 else 'have'} yet to sign."
    return _who_opens(state, commissioner)


def _who_opens(state: SignOffState, commissioner: str) -> str:
    if not state.obstacles:
        return f"{commissioner} opens the sign-off. Then it signs, and so does every group that consents."
    if not state.undecided:
        return f"{commissioner} puts a new proposal to the groups."
    if any(each.said.stance is Stance.NOT_ASKED for each in state.undecided):
        return f"The groups that have not answered do so by {in_full(state.proposal.reply_by)}."
    return f"{commissioner} settles the dissent, or decides over it with written reasons."
