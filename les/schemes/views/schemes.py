"""A scheme: where it stands, what can be done now, prices with a worked example, budgets, versions, history."""

from datetime import date
from typing import Any

from flask import flash
from werkzeug.wrappers import Response

from commissioning.catalogue.queries import select_services
from commissioning.organisations.queries.localities import list_localities
from commissioning.organisations.views.blueprint import commissioner_in_view
from core import clock
from core.db import db
from core.four_eyes import is_one_with
from core.one_use import Editing, submit
from core.periods import FinancialYear
from core.permissions import Actor, Permission, Role
from core.tables import Table
from core.web import asked_number, current_actor, page, requires
from les.schemes.actions import making
from les.schemes.forms.schemes import ExampleFilter, SchemeForm
from les.schemes.models.schemes import SUBJECT, Scheme, SchemeVersion
from les.schemes.presented.budgets import budgets_table
from les.schemes.presented.headroom import headroom_table
from les.schemes.presented.prices import history_table, lines_table, terms_table
from les.schemes.presented.register import note_on_scheme
from les.schemes.queries.budgets import list_budgets
from les.schemes.queries.claimed import before_of
from les.schemes.queries.consistency import seen_prices
from les.schemes.queries.contents import content_of, terms_of
from les.schemes.queries.ending import ended_on
from les.schemes.queries.funding import exists_under
from les.schemes.queries.prices import list_prices
from les.schemes.queries.schemes import history_of, list_versions, sees_drafts, shown_version
from les.schemes.rules.caps import caps_in_words
from les.schemes.rules.content import facts_of
from les.schemes.rules.ending import has_ended
from les.schemes.rules.examples import LIST, example_of
from les.schemes.rules.kinds import OPEN, STATE_MEANINGS, State
from les.schemes.rules.quarters import Quarter
from les.schemes.rules.terms import SchemeTerms
from les.schemes.rules.writing_terms import terms_in_words
from les.schemes.views.blueprint import address_of, crumbs_to, crumbs_to_list, reached_scheme, views
from les.schemes.views.budgets import link_to as link_to_budget
from les.schemes.views.prices import link_to as link_to_price

Answer = Response | tuple[str, int]
_MOST = 99_999


@views.get("/<int:scheme_id>")
@requires(Permission.SEE_SCHEMES)
def show_scheme(scheme_id: int) -> tuple[str, int]:
    """Show a scheme: state, what can be done now, facts, prices and what they would pay, budgets, versions, history."""
    scheme, actor, on = reached_scheme(scheme_id), current_actor(), clock.today()
    version, ends_on = shown_version(scheme), ended_on(scheme.id)
    prices = seen_prices(list_prices(scheme.id), actor)
    terms = terms_of(version, prices)
    sees_budgets = actor.role is not Role.PRACTICE_MANAGER
    may_decide = actor.may(Permission.APPROVE_SCHEMES)
    return page(
        "les/schemes/show_scheme.html",
        scheme=scheme,
        version=version,
        crumbs=crumbs_to_list(),
        is_ended=has_ended(ends_on, on=on),
        note=note_on_scheme(scheme, on=on, with_drafts=sees_drafts(actor), ends_on=ends_on),
        meaning=STATE_MEANINGS[version.state] if ends_on is None else "",
        can=_can(scheme, actor, has_end=ends_on is not None),
        facts=facts_of(content_of(version)),
        said=_said(terms),
        terms=terms_table(terms, on=on, practice=_practice(actor)) if terms else None,
        are_waiting=version.state in OPEN and any(price.decision is None for price in prices),
        prices=history_table(prices, link_to_price) if may_decide else history_table(prices),
        **_example(terms, version),
        headroom=_headroom(scheme, terms, actor, on) if terms and terms.caps else None,
        budgets=_budgets(scheme, may_decide=may_decide) if sees_budgets else None,
        sees_budgets=sees_budgets,
        sees_applications=exists_under(scheme.id, actor),
        versions=list_versions(scheme.id, actor),
        lines=history_of(scheme) if sees_drafts(actor) else [],
        sees_history=sees_drafts(actor),
    )


@views.route("/add", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_SCHEMES)
def add_scheme() -> Answer:
    """Add a scheme; its version 1 begins as a draft."""
    trust = commissioner_in_view()
    form = _form(trust.id)

    def act() -> str:
        scheme = making.add_scheme(
            commissioner_id=trust.id,
            particulars=form.particulars(),
            by=current_actor(),
            on=clock.today(),
            at=clock.now(),
        )
        flash(f"{scheme.called} is added. Fill in its control block, then its terms of payment and sections.")
        return address_of(scheme)

    done = submit(form, act)
    return done or page("les/schemes/add_scheme.html", form, crumbs=crumbs_to_list())


@views.route("/<int:scheme_id>/change", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_SCHEMES)
def change_scheme(scheme_id: int) -> Answer:
    """Change what a scheme is."""
    scheme = reached_scheme(scheme_id)
    form = _form(scheme.commissioner_id, scheme)

    def act() -> str:
        particulars = form.particulars()
        making.change_scheme(scheme_id=scheme_id, particulars=particulars, by=current_actor(), on=clock.today())
        flash("What the scheme is has been saved.")
        return address_of(scheme)

    done = submit(form, act, editing=Editing(record=scheme, subject=SUBJECT))
    return done or page("les/schemes/change_scheme.html", form, scheme=scheme, crumbs=crumbs_to(scheme))


def _example(terms: SchemeTerms | None, version: SchemeVersion) -> dict[str, Any]:
    """The worked example, of the quarter of the day, or of the first in which the version holds."""
    form, on = ExampleFilter(), clock.today()
    if terms is None:
        return {"example": None}
    count = min(max(asked_number("count", 40), 1), _MOST)
    form.count.data = count
    quarter = Quarter.of(max(on, version.starts_on or on))
    example = example_of(terms, count=count, quarter=quarter, practice=_practice(current_actor()))
    caption = f"What {count:,} of each would pay in {quarter}"
    return {
        "example": example,
        "example_form": form,
        "example_table": lines_table(example.lines, caption=caption, with_sum=not example.is_by_level),
        "example_list": LIST if terms.list_on else None,
        "quarter": quarter,
    }


def _headroom(scheme: Scheme, terms: SchemeTerms, actor: Actor, on: date) -> Table:
    """What is left under each cap in the year of the day: for a practice with its own claims."""
    is_practice, year = actor.role is Role.PRACTICE_MANAGER, str(FinancialYear.of(on))
    before = before_of(scheme.id, actor.organisation_id if is_practice else None, year)
    return headroom_table(terms, before, year=year, for_practice=is_practice)


def _practice(actor: Actor) -> str:
    """The code of the reader’s practice, whose own prices count for it; blank for everybody else."""
    return actor.organisation_code if actor.role is Role.PRACTICE_MANAGER else ""


def _said(terms: SchemeTerms | None) -> list[tuple[str, str]]:
    """What the terms say beside what is paid for."""
    if terms is None:
        return []
    return [*terms_in_words(terms), *caps_in_words(terms)]


def _budgets(scheme: Scheme, *, may_decide: bool) -> object:
    found = list_budgets(scheme.id)
    return budgets_table(found, link_to_budget) if may_decide else budgets_table(found)


def _can(scheme: Scheme, actor: Actor, *, has_end: bool) -> dict[str, bool]:
    """What the reader can do with a scheme now; nothing of one whose end is set is written anew."""
    maintains = actor.may(Permission.MAINTAIN_SCHEMES)
    newest = scheme.versions[0]
    return {
        "write": maintains and newest.state is State.DRAFT,
        "approve": actor.may(Permission.APPROVE_SCHEMES)
        and newest.state is State.SUBMITTED
        and not is_one_with(actor, newest.begun_by_id, newest.submitted_by_id),
        "begin": maintains and newest.state not in OPEN and not has_end,
        "end": maintains and shown_version(scheme).state is State.APPROVED and not has_end,
        "change": maintains,
        "price": maintains and any(version.terms for version in scheme.versions),
        "budget": actor.may(Permission.SET_SCHEME_BUDGETS),
        "apply": actor.may(Permission.APPLY_FOR_FUNDING) and shown_version(scheme).state is State.APPROVED,
    }


def _form(commissioner_id: int, scheme: Scheme | None = None) -> SchemeForm:
    on = clock.today()
    places = [(each.id, each.name) for each in list_localities(commissioner_id, on=on)]
    services = {each.id: each.name for each in db.session.scalars(select_services(commissioner_id, on=on, sort="name"))}
    if scheme is not None:
        services.setdefault(scheme.service_id, scheme.service.name)
    return SchemeForm(localities=places, services=list(services.items()), saved=scheme.particulars if scheme else None)
