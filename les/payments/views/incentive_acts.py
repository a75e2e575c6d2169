"""What is done with a plan of the incentive: entering what was freed up, judging, proposing, deciding."""

from flask import flash
from werkzeug.wrappers import Response

from commissioning.organisations.queries.lines import parties_by_code
from commissioning.organisations.views.files import noting, refuse, sheet_as_file, uploaded
from core import clock
from core.errors import Refusal
from core.money import as_pence
from core.one_use import submit
from core.parties.rules import PartyKind
from core.permissions import Permission
from core.problems import Problem
from core.record_numbers import record_number
from core.spreadsheets.writing import Money, Sheet
from core.web import binding, current_actor, page, requires
from les.payments.actions import incentive, incentive_freed, incentive_proposing
from les.payments.forms.incentive import (
    DecideForm,
    DecideProposalForm,
    FreedUpForm,
    JudgeForm,
    ProposeForm,
    UploadFreedUpForm,
)
from les.payments.imports.incentive import freed_up_from
from les.payments.models.incentive import IncentivePlan
from les.payments.presented.incentive import lines_table, to_propose_table
from les.payments.queries.incentive_standing import Standing, mark_of, standing_of
from les.payments.rules.incentive_freed import COLUMNS, SHEET, FreedLine
from les.payments.views.incentive_blueprint import (
    address_of,
    crumbs_to,
    reached_instalment,
    reached_plan,
    reached_proposal,
    reached_sheet,
    views,
)
from les.schemes.rules.kinds import VERDICT_NAMES

Answer = Response | tuple[str, int]
_ENTERED = "It counts once a second person approved it."


@views.route("/<int:plan_id>/freed-up/enter", methods=["GET", "POST"])
@requires(Permission.SET_SCHEME_BUDGETS)
def enter_freed_up(plan_id: int) -> Answer:
    """Enter what one practice freed up."""
    plan = reached_plan(plan_id, whole=True)
    form = FreedUpForm(practices=[(code, name) for code, name in _practices(plan)])

    def act() -> str:
        code = str(form.practice.data or "")
        if not code:
            raise Refusal("Choose a practice.")
        lines = [FreedLine(code=code, amount=form.typed)]
        source, by = str(form.source.data or ""), current_actor()
        incentive_freed.enter_freed_up(plan_id=plan_id, lines=lines, source=source, by=by, at=clock.now())
        flash(_ENTERED)
        return f"{address_of(plan_id)}#freed-up"

    done = submit(form, act)
    return done or page("les/payments/incentive/enter_freed_up.html", form, plan=plan, crumbs=crumbs_to(plan))


@views.route("/<int:plan_id>/freed-up/upload", methods=["GET", "POST"])
@requires(Permission.SET_SCHEME_BUDGETS)
def upload_freed_up(plan_id: int) -> Answer:
    """Take a file of what practices freed up: all of it, or a list of its problems."""
    plan, problems = reached_plan(plan_id, whole=True), list[Problem]()
    form = UploadFreedUpForm()

    def act() -> str:
        upload = uploaded(form.file.data)
        lines, faults = freed_up_from(upload, [code for code, _ in _practices(plan)])
        refuse(faults)
        incentive_freed.enter_freed_up(
            plan_id=plan_id,
            lines=lines,
            source=str(form.source.data or ""),
            by=current_actor(),
            at=clock.now(),
            file_name=upload.name,
        )
        flash(f"{len(lines)} {'line is' if len(lines) == 1 else 'lines are'} entered. {_ENTERED}")
        return f"{address_of(plan_id)}#freed-up"

    done = submit(form, lambda: noting(problems, act))
    crumbs = crumbs_to(plan)
    template = "les/payments/incentive/upload_freed_up.html"
    return done or page(template, form, plan=plan, problems=problems, crumbs=crumbs)


@views.get("/<int:plan_id>/freed-up/<string:file>")
@requires(Permission.SET_SCHEME_BUDGETS)
def download_freed_up(plan_id: int, file: str) -> Response:
    """Give the sheet to fill in, with the practices of the plan and what counts now, as CSV or XLSX."""
    standing = standing_of(reached_plan(plan_id, whole=True))
    return sheet_as_file(_sheet(standing), file.removeprefix("freed-up."))


@views.route("/freed-up/<int:sheet_id>/decide", methods=["GET", "POST"])
@requires(Permission.SET_SCHEME_BUDGETS)
@binding
def decide_freed_up(sheet_id: int) -> Answer:
    """Approve or decline what was entered as a second person, or withdraw one’s own; once decided, show it."""
    sheet = reached_sheet(sheet_id)
    form = DecideForm(is_own=sheet.proposed_by_id == current_actor().person_id)

    def act() -> str:
        chosen, words = form.chosen, str(form.words.data or "")
        by, at = current_actor(), clock.now()
        incentive_freed.decide_freed_up(sheet_id=sheet_id, verdict=chosen, words=words, by=by, at=at)
        flash(f"It is {VERDICT_NAMES[chosen].lower()}.")
        return f"{address_of(sheet.plan_id)}#freed-up"

    if answer := submit(form, act):
        return answer
    shown = lines_table(sheet)
    crumbs = crumbs_to(sheet.plan)
    return page("les/payments/incentive/decide_freed_up.html", form, sheet=sheet, shown=shown, crumbs=crumbs)


@views.route("/<int:plan_id>/instalments/<int:instalment_id>/judge", methods=["GET", "POST"])
@requires(Permission.SET_SCHEME_BUDGETS)
def judge_condition(plan_id: int, instalment_id: int) -> Answer:
    """Judge whether the condition of an instalment is met, for a group or for one practice."""
    plan = reached_plan(plan_id, whole=True)
    instalment = reached_instalment(plan, instalment_id)
    form = JudgeForm(parties=_parties(standing_of(plan)))

    def act() -> str:
        party_id = record_number(form.party.data)
        if party_id is None:
            raise Refusal("Choose a group or a practice.")
        judged = incentive.judge_condition(
            plan_id=plan_id,
            instalment_id=instalment_id,
            party_id=party_id,
            is_met=form.verdict.data == "met",
            reason=str(form.reason.data or ""),
            by=current_actor(),
            at=clock.now(),
        )
        flash(f"Judged for {judged.party.name}. What is not proposed yet is worked out anew.")
        return f"{address_of(plan_id)}#judgements"

    if answer := submit(form, act):
        return answer
    template = "les/payments/incentive/judge_condition.html"
    return page(template, form, plan=plan, instalment=instalment, crumbs=crumbs_to(plan))


@views.route("/<int:plan_id>/instalments/<int:instalment_id>/propose", methods=["GET", "POST"])
@requires(Permission.SET_SCHEME_BUDGETS)
@binding
def propose_instalment(plan_id: int, instalment_id: int) -> Answer:
    """Show what would be proposed of an instalment, and propose exactly that."""
    plan = reached_plan(plan_id, whole=True)
    instalment = reached_instalment(plan, instalment_id)
    standing = standing_of(plan)
    found, form = standing.to_propose(instalment), ProposeForm()

    def act() -> str:
        seen, by, at = str(form.seen.data or ""), current_actor(), clock.now()
        proposal = incentive_proposing.propose_instalment(
            plan_id=plan_id, instalment_id=instalment_id, seen=seen, by=by, at=at
        )
        count = len(proposal.shares)
        told = "1 payment is" if count == 1 else f"{count} payments are"
        flash(f"{told} proposed. They wait for a second person of finance.")
        return f"{address_of(plan_id)}#proposals"

    if answer := submit(form, act):
        return answer
    form.seen.data = mark_of(found)
    return page(
        "les/payments/incentive/propose_instalment.html",
        form,
        plan=plan,
        instalment=instalment,
        shown=to_propose_table(found) if found else None,
        waiting=[(each.practice.name, why) for each, why in standing.waiting(instalment)],
        crumbs=crumbs_to(plan),
    )


@views.route("/proposals/<int:proposal_id>/decide", methods=["GET", "POST"])
@requires(Permission.SET_SCHEME_BUDGETS)
@binding
def decide_proposal(proposal_id: int) -> Answer:
    """Decide over all payments of a proposal as a second person of finance, or withdraw one’s own."""
    proposal = reached_proposal(proposal_id)
    plan = reached_plan(proposal.instalment.plan_id, whole=True)
    form = DecideProposalForm(is_own=proposal.proposed_by_id == current_actor().person_id)

    def act() -> str:
        incentive_proposing.decide_proposal(
            proposal_id=proposal_id,
            verdict=form.chosen,
            words=str(form.words.data or ""),
            exception=str(form.exception.data or ""),
            by=current_actor(),
            at=clock.now(),
        )
        flash(f"The payments that waited are {VERDICT_NAMES[form.chosen].lower()}.")
        return f"{address_of(plan.id)}#proposals"

    if answer := submit(form, act):
        return answer
    standing = standing_of(plan)
    told = {"proposal": proposal, "plan": plan, "crumbs": crumbs_to(plan), "waits": standing.undecided(proposal)}
    return page("les/payments/incentive/decide_proposal.html", form, **told)


def _practices(plan: IncentivePlan) -> list[tuple[str, str]]:
    found = parties_by_code(plan.scheme.commissioner_id, PartyKind.PRACTICE)
    return [(code, f"{party.name} ({code})") for code, party in found.items()]


def _parties(standing: Standing) -> list[tuple[object, str, str]]:
    """The groups and practices of a plan, for a list with headings."""
    groups = {each.group.id: each.group.name for each in standing.practices if each.group}
    named = sorted(groups.items(), key=lambda each: each[1])
    practices = [(each.practice.id, each.practice.name, "One practice alone") for each in standing.practices]
    return [*((known, name, "All practices of a group") for known, name in named), *practices]


def _sheet(standing: Standing) -> Sheet:
    header = [*COLUMNS, "name"]
    rows = [
        [each.practice.code, Money(as_pence(each.freed.amount)) if each.freed else None, each.practice.name]
        for each in standing.practices
    ]
    return Sheet(name=SHEET, header=header, rows=rows)
