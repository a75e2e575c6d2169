"""Pages on which a specification is started, its header changed and its sections written."""

from flask import abort, flash, request
from werkzeug.wrappers import Response

from commissioning.catalogue.queries import select_services
from commissioning.organisations.queries.localities import list_localities
from commissioning.organisations.queries.providers import list_providers
from commissioning.organisations.views.blueprint import commissioner_in_view
from contracts.specifications.actions import starting, writing
from contracts.specifications.forms import HeaderForm, Pairs, SectionForm, StartForm
from contracts.specifications.models import SECTION, VERSION, SpecificationVersion
from contracts.specifications.queries.templates import list_newest_templates
from contracts.specifications.views.blueprint import (
    address_of,
    crumbs_to,
    crumbs_to_list,
    may_change,
    reached_section,
    reached_version,
    views,
)
from core import clock
from core.db import db
from core.markdown import as_html
from core.notifications.queries import people_at
from core.one_use import Editing, submit
from core.people.queries import get_person
from core.permissions import Actor, Permission, Role
from core.record_numbers import record_number
from core.web import current_actor, page, requires

Answer = Response | tuple[str, int]


@views.route("/start", methods=["GET", "POST"])
@requires(Permission.DRAFT_SPECIFICATIONS)
def start_specification() -> Answer:
    """Start the specification of a service by a provider, from a template."""
    actor, trust, on = current_actor(), commissioner_in_view(), clock.today()
    services = [(each.id, each.name) for each in db.session.scalars(select_services(trust.id, on=on, sort="name"))]
    templates = list_newest_templates(trust.id)
    form = StartForm(
        services=[("", "Choose a service"), *services],
        providers=_providers(actor, trust.id),
        templates=[(f"{each.code}/{each.number}", f"{each.called}: {each.about}") for each in templates],
    )

    def act() -> str:
        code, number = form.template_chosen
        version = starting.start_specification(
            commissioner_id=trust.id,
            service_id=record_number(form.service.data) or 0,
            provider_id=record_number(form.provider.data) or 0,
            title=str(form.title.data or ""),
            template_code=code,
            template_number=number,
            by=actor,
            on=on,
            at=clock.now(),
        )
        flash(f"{version.called} is started. Fill in its header, then write its sections.")
        return address_of(version)

    done = submit(form, act)
    return done or page("contracts/specifications/start_specification.html", form, crumbs=crumbs_to_list())


@views.route("/versions/<int:version_id>/header", methods=["GET", "POST"])
@requires(Permission.DRAFT_SPECIFICATIONS)
def change_header(version_id: int) -> Answer:
    """Change the header of a version."""
    version, on = _changeable(version_id), clock.today()
    specification = version.specification
    form = HeaderForm(
        version.header,
        localities=[(each.id, each.name) for each in list_localities(specification.commissioner_id)],
        commissioner_people=_people(specification.commissioner_id, version.commissioner_lead_id),
        provider_people=_people(specification.provider_id, version.provider_lead_id),
    )

    def act() -> str:
        writing.change_header(version_id=version_id, header=form.header(), by=current_actor(), on=on)
        flash("The header is saved.")
        return address_of(version)

    done = submit(form, act, editing=Editing(record=version, subject=VERSION))
    return done or page("contracts/specifications/change_header.html", form, version=version, crumbs=crumbs_to(version))


@views.route("/versions/<int:version_id>/sections/<int:section_id>/write", methods=["GET", "POST"])
@requires(Permission.DRAFT_SPECIFICATIONS)
def write_section(version_id: int, section_id: int) -> Answer:
    """Write a section in Markdown; what others saved meanwhile is shown beside what was typed."""
    version = _changeable(version_id)
    _, section = reached_section(version_id, section_id)
    form = SectionForm(text=section.text or section.starter)

    def act() -> str:
        writing.write_section(
            version_id=version_id, section_id=section_id, text=str(form.text.data or ""), by=current_actor()
        )
        flash(f"{section.called} is saved.")
        return f"{address_of(version)}#section-{section.place}"

    if answer := submit(form, act, editing=Editing(record=section, subject=SECTION)):
        return answer
    saved = as_html(section.text, first_level=3, name="saved", caption=f"Section {section.number}, table")
    return page(
        "contracts/specifications/write_section.html",
        form,
        version=version,
        section=section,
        crumbs=crumbs_to(version),
        saved=saved if request.method == "POST" else None,
    )


def _changeable(version_id: int) -> SpecificationVersion:
    """The version, if the reader may change it now; the action says in words why not to those it concerns."""
    version = reached_version(version_id)
    if request.method == "GET" and not may_change(version, current_actor()):
        abort(404)
    return version


def _providers(actor: Actor, commissioner_id: int) -> Pairs:
    """A provider drafts for itself, the commissioner for any of its providers."""
    if actor.role is Role.PROVIDER_MANAGER:
        return [(actor.organisation_id, actor.organisation_name)]
    found = [(party.id, party.name) for party, _ in list_providers(commissioner_id, on=clock.today())]
    return [("", "Choose a provider"), *found]


def _people(organisation_id: int, lead_id: int | None) -> Pairs:
    """Those who draft specifications for a side, and the lead there is."""
    ids = people_at([organisation_id], on=clock.today(), permission=Permission.DRAFT_SPECIFICATIONS)
    return [(each, get_person(each).name) for each in dict.fromkeys([*ids, *([lead_id] if lead_id else [])])]
