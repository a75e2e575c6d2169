"""The pool's account laid out: its figures, each party's part, and its ledger."""

from collections.abc import Callable, Mapping, Sequence

from budgets.risk.models import PoolMovement
from budgets.risk.queries.movements import entry_of, in_order_of_counting
from budgets.risk.rules.pool import (
    KIND_NAMES,
    STATE_NAMES,
    Account,
    Entry,
    MovementState,
    Standing,
    Verdict,
    running_balances,
)
from budgets.rounds.presented.overview import KeyFigure
from core.components import instant
from core.tables import Cell, Table, amount, columns, signed_text, table, words
from core.wording import sterling

_LOOKS: Mapping[MovementState, str] = {MovementState.WAITING: "app-strong", MovementState.DECLINED: "app-nothing"}
_VERDICTS: Mapping[Verdict, str] = {
    Verdict.APPROVED: "approved",
    Verdict.DECLINED: "declined",
    Verdict.WITHDRAWN: "withdrew",
}


def key_figures(account: Account) -> list[KeyFigure]:
    """What the pool holds and what waits to change it, and how it came to it."""
    whole = account.whole
    return [
        KeyFigure(label="in the pool", value=sterling(whole.balance), note=waiting_note(account.waiting)),
        KeyFigure(label="contributed", value=sterling(whole.contributed), note=""),
        KeyFigure(label="drawn", value=sterling(whole.drawn), note=""),
        KeyFigure(label="repaid", value=sterling(whole.repaid), note=_owed(whole)),
    ]


def waiting_note(waiting: Sequence[Entry]) -> str:
    """What waits for approval, and what would come in and go out with it.

    >>> from budgets.risk.rules.pool import MovementKind
    >>> kind, state = MovementKind.DRAWDOWN, MovementState.WAITING
    >>> waiting_note([Entry(number=1, kind=kind, party_id=1, amount=500, state=state)]), waiting_note([])
    ('1 waits for approval: £5.00 out', 'nothing waits for approval')
    """
    if not waiting:
        return "nothing waits for approval"
    coming = sum(entry.effect for entry in waiting if entry.effect > 0)
    going = -sum(entry.effect for entry in waiting if entry.effect < 0)
    sums = [f"{sterling(coming)} in"] * bool(coming) + [f"{sterling(going)} out"] * bool(going)
    return f"{len(waiting)} {'waits' if len(waiting) == 1 else 'wait'} for approval: {', '.join(sums)}"


def parties_table(account: Account, parties: Mapping[int | None, str], link: Callable[[int | None], str]) -> Table:
    """What each group, and the commissioner, contributed, drew and repaid. `parties`: all that may, in order."""
    shown = {known: name for known, name in parties.items() if known is not None or known in account.by_party}
    return table(
        name="parties",
        caption="Whose money",
        head=columns("Whose", "Contributed £", "Drawn £", "Repaid £", "Still to repay £"),
        rows=[
            [
                words(name, href=link(known) if known in account.by_party else ""),
                *_standing(account.of(known), is_group=known is not None),
            ]
            for known, name in shown.items()
        ],
        foot=[[words("The whole pool"), *_standing(account.whole, is_group=True)]],
    )


def ledger_table(
    movements: Sequence[PoolMovement], keeps: Callable[[Entry], bool], link: Callable[[int], str] = lambda _: ""
) -> Table:
    """The movements that are asked for, newest first; the balance is the pool's after each that counts.

    What waits stands above what is settled, which stands in the order in which it was settled.
    """
    ordered = in_order_of_counting(list(movements))
    balances = running_balances([entry_of(movement) for movement in ordered])
    after = {movement.id: balance for movement, balance in zip(ordered, balances, strict=True)}
    shown = [movement for movement in sorted(movements, key=_newest_first) if keeps(entry_of(movement))]
    return table(
        name="ledger",
        caption="Movements of the pool, newest first",
        head=columns(
            "Movement",
            "Kind",
            "Whose",
            "Into or out of the pool £",
            "State",
            "Pool after it £",
            "Reason",
            "Asked for by",
            "Decided by",
        ),
        rows=[_row(movement, after.get(movement.id), link(movement.id)) for movement in shown],
    )


def whose(movement: PoolMovement) -> str:
    """Whose money a movement moves."""
    return movement.party.name if movement.party else "The commissioner"


def _newest_first(movement: PoolMovement) -> tuple[bool, int]:
    is_settled = entry_of(movement).state is not MovementState.WAITING
    return is_settled, -(movement.approvals[-1].id if is_settled else movement.number)


def _row(movement: PoolMovement, after: int | None, href: str) -> list[Cell]:
    entry = entry_of(movement)
    said = "; ".join(f"{each.name} {_VERDICTS[each.verdict]}{_quoted(each.words)}" for each in movement.approvals)
    return [
        words(f"{movement.number}", href=href),
        words(KIND_NAMES[movement.kind]),
        words(whose(movement)),
        Cell(text=signed_text(entry.effect), pence=entry.effect, number=True),
        words(_state(movement, entry.state), look=_LOOKS.get(entry.state, "")),
        amount(after),
        words(movement.reason),
        words(movement.name, note=instant(movement.asked_at)),
        words(said, note=instant(movement.approvals[-1].given_at) if movement.approvals else ""),
    ]


def _state(movement: PoolMovement, state: MovementState) -> str:
    if state is not MovementState.WAITING:
        return STATE_NAMES[state]
    return f"{STATE_NAMES[state]}, {len(movement.approvals)} of 2"


def _standing(standing: Standing, *, is_group: bool) -> list[Cell]:
    """Four sums; the commissioner contributes and does nothing else."""
    if not is_group:
        return [amount(standing.contributed), *[amount(None)] * 3]
    sums = (standing.contributed, standing.drawn, standing.repaid, standing.outstanding)
    return [amount(each, look="" if each else "app-nothing") for each in sums]


def _quoted(text: str) -> str:
    return f": “{text}”" if text else ""


def _owed(whole: Standing) -> str:
    return f"{sterling(whole.outstanding)} still to repay" if whole.drawn else ""
