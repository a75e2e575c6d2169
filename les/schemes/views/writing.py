"""Writing a version: its control block, terms of payment, sections; beginning the next one."""

from flask import abort, flash, request
from werkzeug.wrappers import Response

from core import clock
from core.markdown import as_html
from core.one_use import Editing, press, submit
from core.permissions import Permission
from core.web import current_actor, page, requires
from les.schemes.actions import making, writing
from les.schemes.forms.schemes import ControlForm, SectionForm, TermsForm
from les.schemes.models.schemes import SECTION, VERSION, SchemeVersion
from les.schemes.queries.schemes import find_section
from les.schemes.rules.documents import SECTIONS
from les.schemes.rules.kinds import State
from les.schemes.rules.writing_terms import terms_from
from les.schemes.views.blueprint import address_of_version, crumbs_to_version, reached_version, views

Answer = Response | tuple[str, int]


@views.route("/versions/<int:version_id>/control", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_SCHEMES)
def change_control(version_id: int) -> Answer:
    """Change the control block of a draft."""
    version = _changeable(version_id)
    control = version.control
    form = ControlForm(
        author=control.author,
        ratified_by=control.ratified_by,
        outcome=control.outcome,
        starts_on=control.starts_on,
        review_on=control.review_on,
        expires_on=control.expires_on,
    )

    def act() -> str:
        writing.change_control(version_id=version_id, control=form.control(), by=current_actor())
        flash("The control block is saved.")
        return address_of_version(version)

    done = submit(form, act, editing=Editing(record=version, subject=VERSION))
    return done or page("les/schemes/change_control.html", form, version=version, crumbs=crumbs_to_version(version))


@views.route("/versions/<int:version_id>/terms", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_SCHEMES)
def write_terms(version_id: int) -> Answer:
    """Write the terms of payment of a draft."""
    version = _changeable(version_id)
    form = TermsForm(terms_from(version.terms) if version.terms else None)

    def act() -> str:
        writing.write_terms(version_id=version_id, terms=form.terms(), by=current_actor())
        flash("The terms of payment are saved. Propose a price for each thing that is paid for.")
        return address_of_version(version)

    done = submit(form, act, editing=Editing(record=version, subject=VERSION))
    return done or page("les/schemes/write_terms.html", form, version=version, crumbs=crumbs_to_version(version))


@views.route("/versions/<int:version_id>/sections/<int:section_id>/write", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_SCHEMES)
def write_section(version_id: int, section_id: int) -> Answer:
    """Write a section in Markdown; what others saved meanwhile is shown beside what was typed."""
    version = _changeable(version_id)
    section = find_section(version.id, section_id)
    if section is None:
        abort(404)
    form = SectionForm(text=section.text)

    def act() -> str:
        text = str(form.text.data or "")
        writing.write_section(version_id=version_id, section_id=section_id, text=text, by=current_actor())
        flash(f"{section.called} is saved.")
        return f"{address_of_version(version)}#section-{section.place}"

    if answer := submit(form, act, editing=Editing(record=section, subject=SECTION)):
        return answer
    saved = as_html(section.text, first_level=3, name="saved", caption=f"Section {section.place}, table")
    return page(
        "les/schemes/write_section.html",
        form,
        version=version,
        section=section,
        guidance=next(each.guidance for each in SECTIONS if each.key == section.key),
        crumbs=crumbs_to_version(version),
        saved=saved if request.method == "POST" else None,
    )


@views.post("/versions/<int:version_id>/begin-next")
@requires(Permission.MAINTAIN_SCHEMES)
def begin_next_version(version_id: int) -> Response:
    """Begin the next version from the approved one and go there."""
    version = reached_version(version_id)

    def act() -> str:
        begun = making.begin_next_version(version_id=version_id, by=current_actor(), at=clock.now())
        flash(f"Version {begun.number} is begun, with text and terms of version {version.number}.")
        return address_of_version(begun)

    return press(act, address_of_version(version))


def _changeable(version_id: int) -> SchemeVersion:
    """The version, if it can be changed now; the action says in words why not to who sends something all the same."""
    version = reached_version(version_id)
    if request.method == "GET" and version.state is not State.DRAFT:
        abort(404)
    return version
