"""Variations as many as one likes, put into their tables at once; and a long contract that many variations changed.

What people did to get there is not played; the rows are as their acts leave them.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from contracts.agreements.models.issues import Issue, IssueSigner
from contracts.agreements.queries.contracts import content_of, find_issue
from contracts.agreements.rules import content as contract_rules
from contracts.agreements.rules.content import Content, Figures, Part, content_from
from contracts.agreements.rules.figures import TermsLine, figures_of_plan, figures_of_terms
from contracts.agreements.rules.plan import PlanLine
from contracts.agreements.rules.states import Stage as ContractStage
from contracts.variations.models import ProposedText, Variation
from contracts.variations.rules.composition import Change, VariationKind
from contracts.variations.rules.content import Text, canonical
from contracts.variations.rules.effects import Effect
from contracts.variations.rules.figures import plan_piece, planned_by, rewritten
from contracts.variations.rules.pieces import Piece, PieceKind, pieces_of
from contracts.variations.rules.states import Stage
from core.canonical import hash_of
from tests.builders_contracts import Contracting, a_signed_contract
from tests.builders_figures import VOLUME
from tests.builders_register import Register, Values, put, stage_of
from tests.builders_rounds import AT, DAY

STAGES = (*[Stage.SIGNED] * 6, Stage.PROPOSED, Stage.DISPUTED, Stage.WITHDRAWN, Stage.DRAFT)
WRITTEN = '{"format":"variation/1"}'
FIRST = date(2008, 4, 1)
MONTHS = tuple(f"{2008 + (3 + turn) // 12}-{(3 + turn) % 12 + 1:02d}" for turn in range(12))
_OFTEN, _DAYS, _MOST = 5, 7, 1000
_SENTENCE = "The provider keeps to this schedule, and says within ten working days where it cannot."


def add_variations(register: Register, count: int) -> None:
    """So many variations, dealt out over the signed contracts of a register that has none yet."""
    signed = [each for each in register.contract_ids if stage_of(each) is ContractStage.SIGNED]
    places = [(turn + 1, signed[turn % len(signed)], turn // len(signed) + 1) for turn in range(count)]
    people = register.people
    put(Variation, (_variation(people, *place, STAGES[place[0] % len(STAGES)]) for place in places))
    proposed = [turn for turn, _, _ in places if STAGES[turn % len(STAGES)] is not Stage.DRAFT]
    put(ProposedText, (_proposal(people, turn, WRITTEN) for turn in proposed))


def a_long_contract(people: Contracting, *, schedules: int = 60, variations: int = 40, reference: str = "WH/01") -> int:
    """A signed contract of many schedules, every fifth with figures, and its signed variations of three pieces each."""
    contract_id = a_signed_contract(people, reference=reference)
    first = find_issue(contract_id)
    if first is None:
        raise LookupError("a signed contract has an issue")
    content = _long(content_from(content_of(first)), schedules)
    written = contract_rules.canonical(content)
    issue = {"contract_id": contract_id, "number": 2, "content": written, "content_hash": hash_of(written)}
    by = people.commissioner
    put(Issue, [{"id": contract_id * _MOST, **issue, "issued_by_id": by.person_id, "name": by.name, "issued_at": AT}])
    signers = [
        {"party_id": each.party_id, "capacity": each.capacity, "is_needed": each.is_needed} for each in first.signers
    ]
    put(IssueSigner, ({"issue_id": contract_id * _MOST, **each} for each in signers))
    texts = list(_texts(content, hash_of(written), variations))
    begin = contract_id * _MOST
    put(Variation, (_variation(people, begin + text.number, contract_id, text.number, Stage.SIGNED) for text in texts))
    put(ProposedText, (_proposal(people, begin + text.number, canonical(text)) for text in texts))
    return contract_id


def _long(content: Content, schedules: int) -> Content:
    clauses = tuple(part for part in content.parts if not part.is_schedule)
    added = tuple(
        Part(
            key=f"quality-{turn}",
            title=f"Schedule {turn}",
            text="\n\n".join([f"{_SENTENCE} It is number {turn}."] * _OFTEN),
            is_schedule=True,
            figures=() if turn % _OFTEN else (*_lines(turn), figures_of_terms(_terms(turn))),
        )
        for turn in range(1, schedules + 1)
    )
    return replace(content, parts=clauses + added)


def _lines(turn: int) -> Iterable[Figures]:
    for group in ("DAC", "WAT"):
        months = dict.fromkeys(MONTHS, 100)
        line = PlanLine(service=f"S{turn}", group=group, unit="contacts", planned=1200, months=months)
        yield figures_of_plan(replace(line, service_name=f"Service {turn}", group_name=group))


def _terms(turn: int) -> TermsLine:
    return replace(VOLUME, service=f"S{turn}", service_name=f"Service {turn}")


def _texts(content: Content, base_hash: str, count: int) -> Iterable[Text]:
    """Each of them changes a schedule, a line of a plan and terms of payment, upon what those before it say."""
    now = {piece.key: piece for piece in pieces_of(content)}
    by_kind = {kind: [key for key in now if now[key].kind is kind] for kind in PieceKind}
    kinds = (PieceKind.SCHEDULE, PieceKind.PLAN, PieceKind.TERMS)
    for number in range(1, count + 1):
        changes = []
        for key in (by_kind[kind][number % len(by_kind[kind])] for kind in kinds if by_kind[kind]):
            changes.append(Change(key=key, before=now[key], after=_changed(now[key], number)))
            now[key] = _changed(now[key], number)
        yield Text(
            reference=content.reference,
            contract=content.title,
            base_hash=base_hash,
            number=number,
            kind=VariationKind.SERVICE,
            title=f"Change {number}",
            reason="The leads asked for it.",
            proposer="West Hertfordshire PCT",
            effective_from=_begins(number),
            effective_to=None,
            response_due_on=DAY,
            changes=tuple(changes),
            effect=Effect(full_year=0, part_year=0),
            signatures=content.signatures,
        )


def _changed(piece: Piece, number: int) -> Piece:
    if piece.kind is PieceKind.PLAN:
        line = planned_by(piece)
        months = {MONTHS[-1]: line.months[MONTHS[-1]] + number}
        return plan_piece(piece.key.partition(":")[0], rewritten(line, planned=line.planned + number, months=months))
    if piece.kind is PieceKind.TERMS:
        return replace(piece, values={**piece.values, "price": f"{number}.00"})
    return replace(piece, text=f"{piece.text}\n\nVariation {number} says so.")


def _begins(number: int) -> date:
    return FIRST + timedelta(days=_DAYS * (number % 40 + 1))


def _variation(people: Contracting, variation_id: int, contract_id: int, number: int, stage: Stage) -> Values:
    by = people.commissioner if number % 2 else people.provider
    return {
        "id": variation_id,
        "contract_id": contract_id,
        "number": number,
        "kind": VariationKind.SERVICE,
        "title": f"Change {number}",
        "reason": "The leads asked for it.",
        "effective_from": _begins(number),
        "effective_to": None,
        "response_due_on": DAY,
        "life_value": Decimal(0),
        "proposer_id": by.organisation_id,
        "drafted_by_id": by.person_id,
        "name": by.name,
        "drafted_at": AT,
        "stage": stage,
        "signed_on": DAY if stage is Stage.SIGNED else None,
        "version": 1,
    }


def _proposal(people: Contracting, variation_id: int, written: str) -> Values:
    by = people.commissioner
    return {
        "variation_id": variation_id,
        "content": written,
        "content_hash": hash_of(written),
        "full_year": Decimal(0),
        "part_year": Decimal(0),
        "whole_life": Decimal(0),
        "proposed_by_id": by.person_id,
        "name": by.name,
        "proposed_at": AT,
    }
