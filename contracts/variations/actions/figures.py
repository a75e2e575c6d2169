"""Writing what a draft changes of figures: lines of the activity plan, and how services are paid for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contracts.agreements.actions.plan import working_days_within
from contracts.agreements.queries.contracts import groups_of
from contracts.agreements.rules.figures import TermsLine, check_terms_line
from contracts.agreements.rules.months import spans
from contracts.agreements.rules.payment_terms import basis_of
from contracts.agreements.rules.plan import PlanLine, check_plan, difference_in_words
from contracts.agreements.rules.planning import NOT_BY_GROUP, ServiceWanted
from contracts.agreements.rules.planning import lines_of as lines_wanted
from contracts.agreements.rules.services import check_size
from contracts.agreements.rules.terms_words import paid_in_words
from contracts.variations.actions.keeping import keep_change
from contracts.variations.actions.recording import held_draft, record_on
from contracts.variations.models import Variation
from contracts.variations.queries.content import window_of
from contracts.variations.queries.figures import FiguresDrafted, figures_drafted
from contracts.variations.rules.figures import (
    check_months,
    lines_of,
    parts_for,
    plan_piece,
    planned_by,
    rewritten,
    terms_by,
    terms_piece,
)
from contracts.variations.rules.pieces import Piece, PieceKind, part_of
from core.errors import Refusal
from core.permissions import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drafted(FiguresDrafted):
    """A draft held for changing its figures."""

    variation: Variation

    def check_plan_of(self, part_key: str, lines: Iterable[Piece]) -> None:
        """Refuse a plan of a part that does not add up, or lies outside the contract, once these lines stand in it."""
        now = {piece.key: piece for piece in lines_of(PieceKind.PLAN, self.pieces.values(), part_key)}
        now |= {piece.key: piece for piece in lines}
        within = spans(self.variation.contract.starts_on, self.last)
        check_plan([planned_by(piece) for piece in now.values()], months=within)

    def held_part(self, kind: PieceKind, part_key: str) -> Piece:
        """The schedule in which lines of that kind stand; refused for one that does not stand once the draft holds."""
        found = next((part for part in parts_for(kind, self.standing.values()) if part.key == part_key), None)
        if found is None:
            raise Refusal("Choose a schedule of the contract that holds such lines.")
        if part_key not in self.pieces:
            raise Refusal(f"The draft takes “{found.name}” out. Take that change back first.")
        return found

    def keep(self, piece: Piece) -> None:
        """Keep a line: instead of the one that stands, or behind the last of its part."""
        before = self.standing.get(piece.key)
        part_key = part_of(piece.key)
        anchors = [key for key in self.standing if part_of(key) == part_key]
        follows = "" if before else anchors[-1]
        keep_change(self.variation, piece.key, before=before, after=piece, follows=follows)


def write_plan_line(*, variation_id: int, key: str, planned: int, months: Mapping[str, int], by: Actor) -> Variation:
    """Write units by month (`2008-10`) and in all of a line of the plan. Months that are not given stay.

    Refused where they do not add up, and for months before the first day of the variation or after its last.
    """
    drafted = _held(variation_id, by=by)
    now = drafted.pieces.get(key) or drafted.standing.get(key)
    if now is None or now.kind is not PieceKind.PLAN:
        raise Refusal("Choose a line of the activity plan.")
    drafted.held_part(PieceKind.PLAN, part_of(key))
    for units in (planned, *months.values()):
        check_size(units)
    stands = drafted.standing.get(key)
    line = rewritten(planned_by(stands or now), planned=planned, months=months)
    after = plan_piece(part_of(key), line)
    _check_changed(drafted, after)
    check_months(stands, after, window_of(drafted.variation))
    drafted.check_plan_of(part_of(key), [after])
    drafted.keep(after)
    was = planned_by(now)
    old_plan, new_plan = difference_in_words(was, line)
    new = {"line": line.called, "units": f"{planned:,}", "unit": line.unit, "plan": new_plan}
    record_on(drafted.variation, "write_plan_line", by=by, new=new, old={"plan": old_plan})
    return drafted.variation


def plan_service(*, variation_id: int, part_key: str, wanted: ServiceWanted, by: Actor) -> Variation:
    """Plan a service besides, or one for further groups: its units laid over months from the first day on."""
    drafted = _held(variation_id, by=by)
    part = drafted.held_part(PieceKind.PLAN, part_key)
    contract = drafted.variation.contract
    _check_groups({group.code for group in groups_of(contract)}, wanted)
    lines = lines_wanted(wanted, starts_on=contract.starts_on, ends_on=drafted.last, working_days=working_days_within)
    added = [plan_piece(part.key, line) for line in lines]
    for line, piece in zip(lines, added, strict=True):
        _check_new(drafted, line, piece)
        check_months(drafted.standing.get(piece.key), piece, window_of(drafted.variation))
    drafted.check_plan_of(part.key, added)
    for piece in added:
        drafted.keep(piece)
    new = {"service": wanted.service_name, "units": f"{wanted.total:,}", "unit": wanted.unit}
    record_on(drafted.variation, "plan_service", by=by, new=new)
    return drafted.variation


def write_terms(*, variation_id: int, part_key: str, line: TermsLine, by: Actor) -> Variation:
    """Write how a service is paid for, instead of what stands or besides. Refused where the terms cannot be."""
    drafted = _held(variation_id, by=by)
    part = drafted.held_part(PieceKind.TERMS, part_key)
    check_terms_line(line, starts_on=drafted.variation.contract.starts_on, ends_on=drafted.last)
    after = terms_piece(part.key, line)
    for other in lines_of(PieceKind.TERMS, drafted.pieces.values()):
        if other.key != after.key and terms_by(other).service == line.service:
            title = drafted.pieces[part_of(other.key)].name
            raise Refusal(f"How {line.service_name} is paid for stands in “{title}” already.")
    _check_changed(drafted, after)
    now = drafted.pieces.get(after.key) or drafted.standing.get(after.key)
    drafted.keep(after)
    old = {"terms": paid_in_words(terms_by(now))} if now else None
    new = {"service": line.service_name, "basis": basis_of(line.terms).value, "terms": paid_in_words(line)}
    record_on(drafted.variation, "write_terms", by=by, new=new, old=old)
    return drafted.variation


def take_out_figures(*, variation_id: int, key: str, by: Actor) -> Variation:
    """Take a line of the plan, or the terms of payment of a service, out of the contract."""
    drafted = _held(variation_id, by=by)
    stands = drafted.standing.get(key)
    if stands is None or stands.kind not in (PieceKind.PLAN, PieceKind.TERMS):
        raise Refusal("Choose a line that stands in the contract. What the draft itself adds is taken back instead.")
    if key not in drafted.pieces:
        raise Refusal(f"The draft takes {stands.name} out already.")
    check_months(stands, None, window_of(drafted.variation))
    keep_change(drafted.variation, key, before=stands, after=None)
    record_on(drafted.variation, "take_out_figures", by=by, new={"line": f"the {stands.kind} “{stands.name}”"})
    return drafted.variation


def _held(variation_id: int, *, by: Actor) -> _Drafted:
    variation = held_draft(variation_id, by=by)
    found = figures_drafted(variation)
    return _Drafted(variation=variation, standing=found.standing, pieces=found.pieces, last=found.last)


def _check_changed(drafted: _Drafted, after: Piece) -> None:
    if drafted.pieces.get(after.key) == after:
        says = "the contract" if drafted.standing.get(after.key) == after else "the draft"
        raise Refusal(f"Nothing was changed: this is what {says} says already.")


def _check_groups(covered: set[str], wanted: ServiceWanted) -> None:
    for group in wanted.parts:
        if group != NOT_BY_GROUP and group not in covered:
            raise Refusal(f"The contract does not cover the group {group}. A variation cannot plan for it.")


def _check_new(drafted: _Drafted, line: PlanLine, piece: Piece) -> None:
    if piece.key in drafted.pieces:
        raise Refusal(f"{line.called} is planned already. Change its months instead.")
    for other in lines_of(PieceKind.PLAN, drafted.pieces.values()):
        if planned_by(other).service == line.service and part_of(other.key) != part_of(piece.key):
            raise Refusal(f"{line.service_name} is planned in “{drafted.pieces[part_of(other.key)].name}” already.")
