"""Accreditation: what schemes require, how practices stand, evidence given and looked at."""

from typing import Any

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from core import clock
from core.attachments.queries import get_attachment, list_attachments
from core.attachments.views import send_attachment, submit_attachment
from core.one_use import submit
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import current_actor, page, requires
from les.schemes.queries.schemes import list_schemes
from les.schemes.views.blueprint import crumbs_to, reached_scheme
from les.sign_up.actions import accrediting
from les.sign_up.forms.seeing_to import CheckForm, EndRequirementForm, EvidenceForm, RequirementForm
from les.sign_up.models.accreditation import EVIDENCE, Evidence, Requirement
from les.sign_up.presented.accreditation import requirements_table, standing_table
from les.sign_up.queries.accreditation import (
    find_seen_evidence,
    find_seen_requirement,
    list_requirements,
    list_standing,
)
from les.sign_up.views.blueprint import is_practice, views

Answer = Response | tuple[str, int]
_LIST = "sign_up.list_accreditation"


@views.get("/accreditation")
@requires(Permission.SEE_CLAIMS)
def list_accreditation() -> tuple[str, int]:
    """List how the practices signed up stand with what their schemes require."""
    found = list_standing(current_actor(), on=clock.today())
    return page(
        "les/sign_up/list_accreditation.html",
        shown=standing_table(found, lambda each: _evidence_at(each.evidence[-1].id) if each.evidence else ""),
        schemes=[] if is_practice() else list_schemes(current_actor()),
        may_give=[each.requirement for each in found] if is_practice() else [],
    )


@views.get("/accreditation.csv")
@requires(Permission.SEE_CLAIMS)
def download_accreditation_csv() -> Response:
    """Give how practices stand as CSV."""
    return send(table_as_csv(_standing()), "csv", "accreditation")


@views.get("/accreditation.xlsx")
@requires(Permission.SEE_CLAIMS)
def download_accreditation_xlsx() -> Response:
    """Give how practices stand as XLSX."""
    return send(tables_as_xlsx([_standing()]), "xlsx", "accreditation")


@views.get("/schemes/<int:scheme_id>/requirements")
@requires(Permission.SEE_CLAIMS)
def list_requirements_of(scheme_id: int) -> tuple[str, int]:
    """List what a scheme requires."""
    scheme = reached_scheme(scheme_id)
    may_change = current_actor().may(Permission.OFFER_SCHEMES)
    link = (lambda each: url_for("sign_up.end_requirement", requirement_id=each.id)) if may_change else None
    return page(
        "les/sign_up/list_requirements.html",
        scheme=scheme,
        shown=requirements_table(list_requirements(scheme_id), link),
        may_change=may_change,
        crumbs=crumbs_to(scheme),
    )


@views.route("/schemes/<int:scheme_id>/requirements/add", methods=["GET", "POST"])
@requires(Permission.OFFER_SCHEMES)
def add_requirement(scheme_id: int) -> Answer:
    """Add what a scheme requires."""
    scheme, form = reached_scheme(scheme_id), RequirementForm()

    def act() -> str:
        accrediting.add_requirement(
            scheme_id=scheme_id,
            name=str(form.name.data or ""),
            for_whom=str(form.for_whom.data or ""),
            renewed_months=int(form.renewed_months.data or 0),
            applies_from=form.applies_from.data,
            by=current_actor(),
        )
        flash("The requirement is added.")
        return url_for("sign_up.list_requirements_of", scheme_id=scheme_id)

    done = submit(form, act)
    return done or page("les/sign_up/add_requirement.html", form, scheme=scheme, crumbs=crumbs_to(scheme))


@views.route("/requirements/<int:requirement_id>/end", methods=["GET", "POST"])
@requires(Permission.OFFER_SCHEMES)
def end_requirement(requirement_id: int) -> Answer:
    """Say from when on something is not required any more."""
    requirement, form = _requirement(requirement_id), EndRequirementForm()

    def act() -> str:
        told: dict[str, Any] = {"ended_on": form.ended_on.data, "by": current_actor()}
        accrediting.end_requirement(requirement_id=requirement_id, **told)
        flash("The requirement ends on that day.")
        return url_for("sign_up.list_requirements_of", scheme_id=requirement.scheme_id)

    done = submit(form, act)
    crumbs = crumbs_to(requirement.scheme)
    return done or page("les/sign_up/end_requirement.html", form, requirement=requirement, crumbs=crumbs)


@views.route("/requirements/<int:requirement_id>/evidence", methods=["GET", "POST"])
@requires(Permission.BIND_PRACTICE)
def give_evidence(requirement_id: int) -> Answer:
    """Give evidence for one’s own practice."""
    requirement, form, actor = _requirement(requirement_id), EvidenceForm(), current_actor()

    def act() -> str:
        accrediting.give_evidence(
            requirement_id=requirement_id,
            holder=str(form.holder.data or ""),
            valid_from=form.first_day,
            expires_on=form.expires_on.data,
            title=str(form.title.data or ""),
            file=form.file_to_attach,
            by=actor,
            on=clock.today(),
            at=clock.now(),
        )
        flash("The evidence is given. It counts once the commissioner accepted it.")
        return url_for(_LIST)

    trust = requirement.scheme.commissioner_id
    done = submit_attachment(form, act, subject=EVIDENCE, subject_id=0, by=actor, commissioner_id=trust)
    return done or page(
        "les/sign_up/give_evidence.html",
        form,
        requirement=requirement,
        address=url_for("sign_up.give_evidence", requirement_id=requirement_id),
        crumbs=[("Accreditation", url_for(_LIST))],
    )


@views.get("/evidence/<int:evidence_id>")
@requires(Permission.SEE_CLAIMS)
def show_evidence(evidence_id: int) -> tuple[str, int]:
    """Show evidence with its document and what was found of it."""
    evidence = _evidence(evidence_id)
    return page(
        "les/sign_up/show_evidence.html",
        evidence=evidence,
        listed=list_attachments(EVIDENCE, evidence_id),
        may_check=evidence.check is None and current_actor().may(Permission.OFFER_SCHEMES),
        crumbs=[("Accreditation", url_for(_LIST))],
    )


@views.get("/evidence/<int:evidence_id>/documents/<int:attachment_id>")
@requires(Permission.SEE_CLAIMS)
def download_evidence(evidence_id: int, attachment_id: int) -> Response:
    """Give the document of evidence."""
    _evidence(evidence_id)
    if attachment_id not in {each.id for each in list_attachments(EVIDENCE, evidence_id)}:
        abort(404)
    return send_attachment(get_attachment(EVIDENCE, evidence_id, attachment_id), by=current_actor(), at=clock.now())


@views.route("/evidence/<int:evidence_id>/check", methods=["GET", "POST"])
@requires(Permission.OFFER_SCHEMES)
def check_evidence(evidence_id: int) -> Answer:
    """Accept evidence or return it."""
    evidence, form = _evidence(evidence_id), CheckForm()

    def act() -> str:
        accrediting.check_evidence_given(
            evidence_id=evidence_id,
            is_accepted=form.found.data == "accepted",
            words=str(form.words.data or ""),
            by=current_actor(),
            at=clock.now(),
        )
        flash("What you found is recorded.")
        return _evidence_at(evidence_id)

    done = submit(form, act)
    crumbs = [("Accreditation", url_for(_LIST)), (evidence.requirement.name, _evidence_at(evidence_id))]
    return done or page("les/sign_up/check_evidence.html", form, evidence=evidence, crumbs=crumbs)


def _standing() -> Table:
    return standing_table(list_standing(current_actor(), on=clock.today()))


def _evidence_at(evidence_id: int) -> str:
    return url_for("sign_up.show_evidence", evidence_id=evidence_id)


def _requirement(requirement_id: int) -> Requirement:
    found = find_seen_requirement(requirement_id, current_actor())
    if found is None:
        abort(404)
    return found


def _evidence(evidence_id: int) -> Evidence:
    found = find_seen_evidence(evidence_id, current_actor())
    if found is None:
        abort(404)
    return found
