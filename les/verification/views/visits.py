"""A visit and what is done with it, by those who verify and by the practice."""

from datetime import timedelta
from typing import Any

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from core import clock
from core.canonical import hash_of
from core.money import as_pence
from core.one_use import Editing, press, submit
from core.parties.queries import get_party
from core.permissions import Actor, Permission, Role
from core.sending import send
from core.signatures.queries import list_signatures
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.web import binding, current_actor, page, requires, restricted
from core.wording import sterling
from les.verification.actions import ending, visiting
from les.verification.documents.visit import visit_report
from les.verification.forms import AnswerForm, AppealForm, FindingForm, ReportForm, SignForm, VisitForm
from les.verification.models.visits import SUBJECT, Visit
from les.verification.presented.visits import facts_table, findings_table, steps_of
from les.verification.queries.facts import facts_of
from les.verification.queries.plans import list_sample
from les.verification.queries.visits import LineFound, adjustments_of, content_of, history_of, lines_found
from les.verification.rules.kinds import Answer as Said
from les.verification.rules.standing import STAGE_NAMES, Stage, stage_of
from les.verification.views.blueprint import address_of, crumbs_to, crumbs_to_list, reached_plan, reached_visit, views

Answer = Response | tuple[str, int]
_DAYS = 28


@views.get("/visits/<int:visit_id>")
@requires(Permission.SEE_CLAIMS)
@restricted
def show_visit(visit_id: int) -> tuple[str, int]:
    """Show a visit: where it stands, what can be done now, findings, signatures, recovery, history."""
    visit, actor, on = reached_visit(visit_id), current_actor(), clock.today()
    stage = stage_of(facts_of(visit), on=on)
    can, found = _can(visit, actor, stage), _shown_lines(visit, actor)
    link = (lambda each: url_for(".record_finding", visit_id=visit.id, line_id=each.line.id)) if can["find"] else None
    return page(
        "les/verification/show_visit.html",
        visit=visit,
        stage=STAGE_NAMES[stage],
        steps=steps_of(visit, on=on),
        can=can,
        facts=facts_table(visit),
        findings=findings_table(found, link) if link else findings_table(found),
        signatures=list_signatures(SUBJECT, visit.id),
        adjustments=[(each.number, each.what, sterling(as_pence(each.amount))) for each in adjustments_of(visit)],
        lines=history_of(visit) if actor.role is not Role.PRACTICE_MANAGER else [],
        crumbs=crumbs_to_list(),
    )


@views.route("/plans/<int:plan_id>/practices/<int:practice_id>/arrange", methods=["GET", "POST"])
@requires(Permission.VERIFY_CLAIMS)
def arrange_visit(plan_id: int, practice_id: int) -> Answer:
    """Arrange the visit to a practice of a sample."""
    plan, form = reached_plan(plan_id), VisitForm()
    if not list_sample(plan.id, practice_id):
        abort(404)

    def act() -> str:
        visit = visiting.arrange_visit(
            plan_id=plan.id,
            practice_id=practice_id,
            visit_on=form.visit_on.data,
            visitors=str(form.visitors.data or ""),
            by=current_actor(),
            at=clock.now(),
            href=url_for(".list_plans"),
        )
        flash("The visit is arranged, and the practice is told.")
        return address_of(visit.id)

    if answer := submit(form, act):
        return answer
    told = {"plan": plan, "practice": get_party(practice_id), "crumbs": crumbs_to_list()}
    return page("les/verification/arrange_visit.html", form, **told)


@views.route("/visits/<int:visit_id>/move", methods=["GET", "POST"])
@requires(Permission.VERIFY_CLAIMS)
def move_visit(visit_id: int) -> Answer:
    """Move a visit of which nothing is recorded yet."""
    visit = reached_visit(visit_id)
    form = VisitForm({"visit_on": visit.visit_on, "visitors": visit.visitors})

    def act() -> str:
        on, who = form.visit_on.data, str(form.visitors.data or "")
        told: dict[str, Any] = {"by": current_actor(), "at": clock.now(), "href": address_of(visit_id)}
        visiting.move_visit(visit_id=visit_id, visit_on=on, visitors=who, **told)
        flash("The visit is moved, and the practice is told.")
        return address_of(visit_id)

    done = submit(form, act, editing=Editing(record=visit, subject=SUBJECT))
    return done or page("les/verification/move_visit.html", form, visit=visit, crumbs=crumbs_to(visit))


@views.route("/visits/<int:visit_id>/lines/<int:line_id>/record", methods=["GET", "POST"])
@requires(Permission.VERIFY_CLAIMS)
def record_finding(visit_id: int, line_id: int) -> Answer:
    """Record what was found of a line."""
    visit = reached_visit(visit_id)
    found = next((each for each in lines_found(visit) if each.line.id == line_id), None)
    if found is None:
        abort(404)
    form = FindingForm()

    def act() -> str:
        visiting.record_finding(
            visit_id=visit_id,
            line_id=line_id,
            checked=form.count("checked"),
            verified=form.count("verified"),
            reason=form.why,
            items=str(form.items.data or ""),
            words=str(form.words.data or ""),
            by=current_actor(),
            at=clock.now(),
        )
        flash("The finding is recorded.")
        return f"{address_of(visit_id)}#findings"

    if answer := submit(form, act):
        return answer
    shown = findings_table([found])
    return page("les/verification/record_finding.html", form, found=found, shown=shown, crumbs=crumbs_to(visit))


@views.route("/visits/<int:visit_id>/send-report", methods=["GET", "POST"])
@requires(Permission.VERIFY_CLAIMS)
@binding
def send_report(visit_id: int) -> Answer:
    """Send the report to the practice: exactly the findings that are shown."""
    visit = reached_visit(visit_id)
    found = lines_found(visit)
    form = ReportForm(answer_by=clock.today() + timedelta(days=_DAYS))

    def act() -> str:
        told: dict[str, Any] = {"by": current_actor(), "at": clock.now(), "href": address_of(visit_id)}
        summary, seen = str(form.summary.data or ""), str(form.seen.data or "")
        visiting.send_report(visit_id=visit_id, summary=summary, answer_by=form.answer_by.data, seen=seen, **told)
        flash("The report is with the practice.")
        return address_of(visit_id)

    if answer := submit(form, act):
        return answer
    form.seen.data = hash_of(content_of(visit, found))
    shown = findings_table(found)
    return page("les/verification/send_report.html", form, visit=visit, shown=shown, crumbs=crumbs_to(visit))


@views.route("/visits/<int:visit_id>/answer", methods=["GET", "POST"])
@requires(Permission.BIND_PRACTICE)
@binding
def answer_report(visit_id: int) -> Answer:
    """Accept the report, or appeal, for the practice."""
    visit, form = reached_visit(visit_id), AnswerForm()

    def act() -> str:
        told: dict[str, Any] = {"by": current_actor(), "at": clock.now(), "href": address_of(visit_id)}
        ending.answer_report(visit_id=visit_id, answer=Said(form.answer.data), words=str(form.words.data or ""), **told)
        flash("Your answer is with the commissioner.")
        return address_of(visit_id)

    if answer := submit(form, act):
        return answer
    shown = findings_table(_shown_lines(visit, current_actor()))
    return page("les/verification/answer_report.html", form, visit=visit, shown=shown, crumbs=crumbs_to(visit))


@views.route("/visits/<int:visit_id>/decide-appeal", methods=["GET", "POST"])
@requires(Permission.VERIFY_CLAIMS)
@binding
def decide_appeal(visit_id: int) -> Answer:
    """Decide over the appeal, as somebody who had no part in the visit."""
    visit, form = reached_visit(visit_id), AppealForm()

    def act() -> str:
        told: dict[str, Any] = {"by": current_actor(), "at": clock.now(), "href": address_of(visit_id)}
        ending.decide_appeal(visit_id=visit_id, verdict=form.chosen, words=str(form.words.data or ""), **told)
        flash("The appeal is decided, and the practice is told.")
        return address_of(visit_id)

    done = submit(form, act)
    return done or page("les/verification/decide_appeal.html", form, visit=visit, crumbs=crumbs_to(visit))


@views.route("/visits/<int:visit_id>/sign", methods=["GET", "POST"])
@requires(Permission.SEE_CLAIMS)
@binding
def sign_extrapolation(visit_id: int) -> Answer:
    """Sign, for one side, that findings count for all items."""
    visit, form = reached_visit(visit_id), SignForm()
    if visit.report is None:
        abort(404)

    def act() -> str:
        on, at, seen = clock.today(), clock.now(), str(form.seen.data or "")
        ending.sign_extrapolation(visit_id=visit_id, seen=seen, by=current_actor(), on=on, at=at)
        flash("It is signed. It counts once both sides have.")
        return address_of(visit_id)

    if answer := submit(form, act):
        return answer
    statement, form.seen.data = ending.extrapolation_of(visit)
    told = {"visit": visit, "statement": statement, "crumbs": crumbs_to(visit)}
    return page("les/verification/sign_extrapolation.html", form, **told)


@views.post("/visits/<int:visit_id>/recover")
@requires(Permission.VERIFY_CLAIMS)
def propose_recovery(visit_id: int) -> Response:
    """Propose what is recovered, which ends the visit."""
    reached_visit(visit_id)

    def act() -> str:
        recovery = ending.propose_recovery(visit_id=visit_id, by=current_actor(), at=clock.now())
        told = f"{sterling(as_pence(recovery.amount))} is proposed for recovery. A second person of finance decides."
        flash(told if recovery.amount else "Nothing is to be recovered. The visit is over.")
        return address_of(visit_id)

    return press(act, address_of(visit_id))


@views.get("/visits/<int:visit_id>/report.pdf")
@requires(Permission.SEE_CLAIMS)
def download_report(visit_id: int) -> Response:
    """Give the report of a visit as PDF."""
    visit = reached_visit(visit_id)
    commissioner = get_party(visit.plan.commissioner_id).name
    found = _shown_lines(visit, current_actor())
    content = visit_report(visit, found, list_signatures(SUBJECT, visit.id), commissioner=commissioner)
    return send(content, "pdf", "verification", visit.practice.name)


@views.get("/visits/<int:visit_id>/findings.csv")
@requires(Permission.SEE_CLAIMS)
def download_findings_csv(visit_id: int) -> Response:
    """Give the findings as CSV."""
    visit = reached_visit(visit_id)
    return send(table_as_csv(findings_table(_shown_lines(visit, current_actor()))), "csv", "findings", visit.plan.name)


@views.get("/visits/<int:visit_id>/findings.xlsx")
@requires(Permission.SEE_CLAIMS)
def download_findings_xlsx(visit_id: int) -> Response:
    """Give the findings as XLSX."""
    visit = reached_visit(visit_id)
    shown = findings_table(_shown_lines(visit, current_actor()))
    return send(tables_as_xlsx([shown]), "xlsx", "findings", visit.plan.name)


def _shown_lines(visit: Visit, actor: Actor) -> list[LineFound]:
    """The lines with findings; to a practice only once the report is sent."""
    found = lines_found(visit)
    if actor.role is Role.PRACTICE_MANAGER and visit.report is None:
        return [LineFound(sampled=each.sampled, line=each.line, paid=each.paid, finding=None) for each in found]
    return found


def _can(visit: Visit, actor: Actor, stage: Stage) -> dict[str, bool]:
    """What the reader can do with a visit now."""
    verifies = actor.may(Permission.VERIFY_CLAIMS)
    own = actor.may(Permission.BIND_PRACTICE) and actor.organisation_id == visit.practice_id
    is_open = visit.report is None
    return {
        "move": verifies and stage is Stage.ARRANGED,
        "find": verifies and is_open and visit.visit_on <= clock.today(),
        "report": verifies and stage is Stage.FOUND,
        "answer": own and stage is Stage.REPORTED,
        "appeal": verifies and stage is Stage.APPEALED,
        "recover": verifies and stage is Stage.STANDS,
        "sign": (verifies or own) and stage is Stage.STANDS,
    }
