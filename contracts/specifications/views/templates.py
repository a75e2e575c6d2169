"""Templates of specifications: the list, one of them, and making one from it."""

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from commissioning.organisations.views.blueprint import commissioner_in_view
from contracts.specifications.actions.making import make_template as make
from contracts.specifications.forms import TemplateForm
from contracts.specifications.queries.templates import find_template, list_newest_templates, list_templates
from contracts.specifications.rules.outlines import outline_of
from contracts.specifications.rules.templates import Template, hold_text, numbers_of
from contracts.specifications.views.blueprint import crumbs_to_list, views
from core import clock
from core.one_use import submit
from core.permissions import Permission
from core.web import current_actor, page, requires


@views.get("/templates")
@requires(Permission.DRAFT_SPECIFICATIONS)
def show_templates() -> tuple[str, int]:
    """List every version of every template."""
    trust = commissioner_in_view()
    newest = {(each.code, each.number) for each in list_newest_templates(trust.id)}
    return page(
        "contracts/specifications/show_templates.html",
        templates=list_templates(trust.id),
        newest=newest,
        crumbs=crumbs_to_list(),
    )


@views.get("/templates/<string:code>/<int:number>")
@requires(Permission.DRAFT_SPECIFICATIONS)
def show_template(code: str, number: int) -> tuple[str, int]:
    """Show a version of a template: its sections and what to write in each."""
    template = _found(code, number)
    levels = [section.level for section in template.sections]
    return page(
        "contracts/specifications/show_template.html",
        shown=template,
        sections=list(zip(numbers_of(levels), template.sections, hold_text(levels), strict=True)),
        crumbs=_crumbs(),
        may_make=current_actor().may(Permission.MAINTAIN_TEMPLATES),
        is_newest=template in list_newest_templates(commissioner_in_view().id),
    )


@views.route("/templates/<string:code>/<int:number>/make", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_TEMPLATES)
def make_template(code: str, number: int) -> Response | tuple[str, int]:
    """Make a template from this one: a new one, or (`?next=yes`) its next version."""
    base, trust = _found(code, number), commissioner_in_view()
    is_next = request.args.get("next") == "yes" and bool(base.made_from)
    form = TemplateForm(
        name=base.name if is_next else f"{base.name} (ours)", about=base.about, outline=outline_of(base.sections)
    )

    def act() -> str:
        made = make(
            commissioner_id=trust.id,
            from_code=code,
            from_number=number,
            is_next_version=is_next,
            name=str(form.name.data or ""),
            about=str(form.about.data or ""),
            outline=str(form.outline.data or ""),
            by=current_actor(),
            at=clock.now(),
        )
        flash(
            f"{made.name}, version {made.number}, can be used now. Specifications started before keep their sections."
        )
        return url_for(".show_template", code=made.code, number=made.number)

    done = submit(form, act)
    return done or page(
        "contracts/specifications/make_template.html", form, base=base, is_next=is_next, crumbs=_crumbs()
    )


def _found(code: str, number: int) -> Template:
    template = find_template(commissioner_in_view().id, code, number)
    if template is None:
        abort(404)
    return template


def _crumbs() -> list[tuple[str, str]]:
    return [*crumbs_to_list(), ("Templates", url_for(".show_templates"))]
