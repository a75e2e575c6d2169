"""The incentive laid out: practices with every figure, groups with their part, what was entered, judged, proposed."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from core.clock import day_in_words
from core.money import as_pence, plain
from core.tables import Cell, Table, amount, columns, number, table, words
from core.wording import in_full, sterling
from les.payments.models.incentive import FreedUpSheet, IncentiveInstalment, IncentiveJudgement, IncentivePlan
from les.payments.queries.incentive_standing import PracticeStanding, Standing
from les.payments.rules.incentive_workings import Working, in_words
from les.schemes.rules.kinds import VERDICT_NAMES, Verdict

NO_GROUP = "No group"
Link = Callable[[PracticeStanding], str]


def no_link(standing: PracticeStanding) -> str:
    """Lead nowhere, as in a file."""
    del standing
    return ""


def facts_of(plan: IncentivePlan) -> list[tuple[str, str]]:
    """What a plan says."""
    rates = sum((Fraction(each.rate) for each in plan.instalments), Fraction())
    return [
        ("Scheme", plan.scheme.called),
        ("Year", plan.year),
        ("List day", in_full(plan.list_on)),
        ("Rate in all", f"£{plain(rates)} a patient, in {len(plan.instalments)} instalments"),
        ("Set aside", f"{plan.set_aside}% of each practice’s payment, for the account of its group"),
        ("Source", plan.source),
    ]


def practices_table(standing: Standing, practices: Sequence[PracticeStanding], link: Link = no_link) -> Table:
    """Every practice with its list, what it freed up, what is due of each instalment, and who gets it."""
    plan = standing.plan
    named = [f"{each.name} £" for each in plan.instalments]
    head = columns("Practice", "Group", "#List", "Freed up £", *named, "In all £", "Kept for group £", "To practice £")
    rows = [_practice_row(each, plan, link) for each in practices]
    return table("practices", _caption(len(practices)), head, rows, [_sums(plan, practices)] if rows else ())


def groups_table(standing: Standing, practices: Sequence[PracticeStanding]) -> Table:
    """What is due by group, in all and for its account."""
    plan, by_group = standing.plan, dict[str, list[PracticeStanding]]()
    for each in practices:
        by_group.setdefault(each.group.name if each.group else NO_GROUP, []).append(each)
    named = [f"{each.name} £" for each in plan.instalments]
    head = columns("Group", "#Practices", *named, "In all £", "For the group’s account £", "To practices £")
    rows = [[words(name), number(len(found)), *_sums(plan, found)[4:]] for name, found in sorted(by_group.items())]
    foot = [[words("All"), number(len(practices)), *_sums(plan, practices)[4:]]]
    return table("groups", "By group", head, rows, foot if len(rows) > 1 else ())


def instalments_table(
    standing: Standing, act: Callable[[IncentiveInstalment], tuple[str, str]] = lambda _: ("", "")
) -> Table:
    """Each instalment: rate, condition, what is due, what stands proposed, for how many something is missing."""
    head = columns("Instalment", "Rate £", "Paid in", "Condition", "Due £", "Proposed £", "#Practices waiting", "Next")
    rows = []
    for each in standing.plan.instalments:
        place = standing.place_of(each)
        found = [one.workings[place] for one in standing.practices if one.workings]
        text, href = act(each)
        rows.append(
            [
                words(each.name),
                Cell(text=str(each.rate), exact=Fraction(each.rate), number=True),
                words(f"Quarter {each.quarter}"),
                words(each.condition),
                amount(sum(one.due for one in found)),
                amount(sum(one.due for one in found if one.is_fixed)),
                number(len(standing.waiting(each))),
                words(text, href=href, about=each.name if text else ""),
            ]
        )
    return table("instalments", "Instalments", head, rows)


def workings_table(standing: PracticeStanding, plan: IncentivePlan) -> Table:
    """How each instalment of one practice comes about."""
    head = columns(
        "Instalment", "Entitlement £", "Freed up, used £", "Condition", "Due £", "Kept £", "To practice £", "How"
    )
    rows = [
        _working_row(standing, plan, instalment, working)
        for instalment, working in zip(plan.instalments, standing.workings, strict=False)
    ]
    total = [sum(each) for each in zip(*(_figures(one) for one in standing.workings), strict=True)]
    foot = [
        words("All"),
        amount(total[0]),
        amount(total[1]),
        words(""),
        *(amount(each) for each in total[2:]),
        words(""),
    ]
    return table("workings", "How it comes about", head, rows, [foot] if rows else ())


def judgements_table(judgements: Sequence[IncentiveJudgement]) -> Table:
    """What was judged, newest first."""
    head = columns("Instalment", "For", "Judged", "Why", "By", "On")
    rows = [
        [
            words(each.instalment.name),
            words(each.party.name),
            words("Met" if each.is_met else "Not met"),
            words(each.reason),
            words(each.judged_by.name),
            words(day_in_words(each.judged_at)),
        ]
        for each in reversed(judgements)
    ]
    return table("judgements", "Conditions judged", head, rows)


def sheets_table(sheets: Sequence[FreedUpSheet], link: Callable[[FreedUpSheet], str] = lambda _: "") -> Table:
    """What was entered as freed up, newest first."""
    head = columns("Entered on", "By", "#Practices", "Together £", "Source", "State")
    rows = [
        [
            words(day_in_words(each.proposed_at)),
            words(each.proposed_by.name, note=each.file_name),
            number(len(each.lines)),
            amount(sum(as_pence(line.amount) for line in each.lines)),
            words(each.source),
            _sheet_state(each, link),
        ]
        for each in sheets
    ]
    return table("freed-up", "Freed-up resources entered", head, rows)


def lines_table(sheet: FreedUpSheet) -> Table:
    """The lines of a sheet."""
    head = columns("Practice", "Code", "Freed up £")
    rows = [
        [words(each.practice.name), words(each.practice.code), amount(as_pence(each.amount))] for each in sheet.lines
    ]
    foot = [words("All"), words(""), amount(sum(as_pence(each.amount) for each in sheet.lines))]
    return table("lines", f"{_caption(len(sheet.lines))} entered", head, rows, [foot])


def proposals_table(standing: Standing, link: Callable[[int], str] = lambda _: "") -> Table:
    """What was proposed for payment, newest first."""
    head = columns("Proposed on", "Instalment", "By", "#Practices", "Together £", "Kept for groups £", "State")
    rows = [
        [
            words(day_in_words(each.proposed_at)),
            words(each.instalment.name),
            words(each.proposed_by.name),
            number(len(each.shares)),
            amount(sum(as_pence(share.due) for share in each.shares)),
            amount(sum(as_pence(share.kept) for share in each.shares)),
            words(_proposal_state(standing, each.id), href=link(each.id) if standing.undecided(each) else ""),
        ]
        for each in standing.proposals
    ]
    return table("proposals", "Proposed for payment", head, rows)


def to_propose_table(found: Sequence[tuple[PracticeStanding, Working]]) -> Table:
    """What would be proposed of an instalment."""
    head = columns(
        "Practice", "Group", "#List", "Entitlement £", "Freed up, used £", "Due £", "Kept £", "To practice £"
    )
    rows = [
        [
            words(each.practice.name, note=each.practice.code),
            words(each.group.name if each.group else NO_GROUP),
            number(each.list_size),
            *(amount(figure) for figure in _figures(working)),
        ]
        for each, working in found
    ]
    sums = [sum(each) for each in zip(*(_figures(working) for _, working in found), strict=True)]
    foot = [words("All"), words(""), number(sum(each.list_size for each, _ in found)), *(amount(each) for each in sums)]
    return table("to-propose", f"{_caption(len(found))} to propose", head, rows, [foot] if rows else ())


def _caption(count: int) -> str:
    return f"{count} {'practice' if count == 1 else 'practices'}"


def _figures(working: Working) -> tuple[int, int, int, int, int]:
    return working.entitled, working.used, working.due, working.kept, working.paid


def _practice_row(standing: PracticeStanding, plan: IncentivePlan, link: Link) -> list[Cell]:
    href = link(standing)
    if standing.workings:
        due = [_due(working, href, plan) for working in standing.workings]
    else:
        due = [Cell(text="–", number=True, look="app-nothing") for _ in plan.instalments]
    return [
        words(standing.practice.name, href=href, note=standing.why_not or standing.practice.code),
        words(standing.group.name if standing.group else NO_GROUP),
        number(standing.list_size),
        amount(as_pence(standing.freed.amount)) if standing.freed else words("not approved yet", look="app-nothing"),
        *due,
        amount(standing.due),
        amount(standing.kept),
        amount(standing.due - standing.kept),
    ]


def _due(working: Working, href: str, plan: IncentivePlan) -> Cell:
    place = next((each.place for each in plan.instalments if each.name == working.part.name), 0)
    state = "proposed" if working.is_fixed else "waits" if working.why_not else ""
    state = state or ("not met" if working.part.is_met is False else "")
    return amount(working.due, href=f"{href}#instalment-{place}" if href else "", note=state)


def _sums(plan: IncentivePlan, practices: Sequence[PracticeStanding]) -> list[Cell]:
    by_place = [
        sum(each.workings[place].due for each in practices if each.workings) for place in range(len(plan.instalments))
    ]
    due, kept = sum(each.due for each in practices), sum(each.kept for each in practices)
    freed = [as_pence(each.freed.amount) for each in practices if each.freed]
    return [
        words("All"),
        words(""),
        number(sum(each.list_size for each in practices)),
        amount(sum(freed)),
        *(amount(each) for each in by_place),
        amount(due),
        amount(kept),
        amount(due - kept),
    ]


def _working_row(
    standing: PracticeStanding, plan: IncentivePlan, instalment: IncentiveInstalment, working: Working
) -> list[Cell]:
    share = standing.shares.get(instalment.id)
    group = standing.group.name if standing.group else ""
    how = share.how if share else in_words(working, list_size=standing.list_size, group=group, percent=plan.set_aside)
    cells = [amount(each) for each in _figures(working)]
    return [
        words(instalment.name, note="proposed" if share else "", anchor=f"instalment-{instalment.place}"),
        *cells[:2],
        _condition(standing, instalment),
        *cells[2:],
        words(how),
    ]


def _condition(standing: PracticeStanding, instalment: IncentiveInstalment) -> Cell:
    judged = standing.judged.get(instalment.id)
    if judged is None:
        return words("Not judged yet")
    said = f"{judged.reason} ({judged.judged_by.name}, {day_in_words(judged.judged_at)}, for {judged.party.name})"
    return words("Met" if judged.is_met else "Not met", note=said)


def _sheet_state(sheet: FreedUpSheet, link: Callable[[FreedUpSheet], str]) -> Cell:
    if sheet.decision is None:
        return words("Waits for a second person", href=link(sheet))
    said = f": {sheet.decision.words}" if sheet.decision.words else ""
    return words(
        VERDICT_NAMES[sheet.decision.verdict], note=f"by {sheet.decision.decided_by.name}{said}", href=link(sheet)
    )


def _proposal_state(standing: Standing, proposal_id: int) -> str:
    return ", ".join(_states(standing, proposal_id))


def _states(standing: Standing, proposal_id: int) -> Iterator[str]:
    proposal = next(each for each in standing.proposals if each.id == proposal_id)
    if waiting := standing.undecided(proposal):
        total = sterling(sum(as_pence(each.amount) for each in waiting))
        yield f"Waits for a second person ({total})"
    found = [standing.adjustments[each.id] for each in proposal.shares if each.id in standing.adjustments]
    for verdict in Verdict:
        decided = [each for each in found if each.decision and each.decision.verdict is verdict]
        if decided:
            yield f"{VERDICT_NAMES[verdict]} ({sterling(sum(as_pence(each.amount) for each in decided))})"
