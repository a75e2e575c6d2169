"""Pages that show intentions: a group's own lines, a provider's, all groups beside each other, a line, an intention."""

from dataclasses import replace

from flask import request, url_for

from budgets.intentions.presented import line as line_page
from budgets.intentions.presented import matrix, own, provider
from budgets.intentions.presented.line import title_of
from budgets.intentions.queries.intentions import find_answer, list_answers_ever, list_on_line, list_versions
from budgets.intentions.queries.offers import find_offer, sees_offer
from budgets.intentions.queries.overview import answered_of, said_of
from budgets.intentions.rules.overview import Overview
from budgets.intentions.views.blueprint import views
from budgets.intentions.views.sight import Sight, crumbs_of, intention_in, line_in, opened_sight, sight_of
from core.permissions import Actor, Permission
from core.web import page, requires


@views.get("")
@requires(Permission.SEE_INTENTIONS)
def show_intentions(round_id: int) -> tuple[str, int]:
    """Show what concerns the reader: a group its own lines, a provider its answers due, anybody else all groups."""
    sight = sight_of(round_id)
    if sight.overview is None:
        return page(
            "budgets/intentions/show_nothing_yet.html", round=sight.round, crumbs=crumbs_of(sight.round, below=False)
        )
    if sight.is_own_group:
        return _own_page(sight, sight.overview)
    if sight.is_provider:
        return _provider_page(sight, sight.overview)
    return _groups_page(sight, sight.overview)


@views.get("/groups")
@requires(Permission.SEE_INTENTIONS)
def show_groups(round_id: int) -> tuple[str, int]:
    """Show all groups beside each other, line by line."""
    return _groups_page(*opened_sight(round_id))


@views.get("/lines/<string:line_code>")
@requires(Permission.SEE_INTENTIONS)
def show_line(round_id: int, line_code: str) -> tuple[str, int]:
    """Show what every group says of a line, what is answered, and all that was ever said."""
    sight, overview = opened_sight(round_id)
    line = line_in(overview, line_code)
    rows = list_on_line(round_id, line_code)
    own_said = overview.said_by(sight.by.organisation_code).get(line_code)
    return page(
        "budgets/intentions/show_line.html",
        round=sight.round,
        crumbs=crumbs_of(sight.round),
        line=line,
        overview=overview,
        groups=line_page.groups_table(overview, line, sight.leads),
        providers=sorted(overview.provided.names[each] for each in _providers_of(overview, line_code)),
        versions=[
            (row, words) for row, (_, words) in zip(rows, line_page.versions([said_of(r) for r in rows]), strict=True)
        ],
        speak=sight.leads.speak(line_code) if not line.is_gone else "",
        has_spoken=own_said is not None,
    )


@views.get("/<int:intention_id>")
@requires(Permission.SEE_INTENTIONS)
def show_intention(round_id: int, intention_id: int) -> tuple[str, int]:
    """Show one intention: what it says, what is answered, what can be done with it, and what was said before."""
    sight, overview = opened_sight(round_id)
    row = intention_in(round_id, intention_id)
    said, earlier = said_of(row), list_versions(row)
    answers = [answered_of(each) for each in list_answers_ever([row.id])]
    is_standing = any(each.id == row.id for each in overview.said)
    is_own = sight.may_speak and row.party_id == sight.by.organisation_id
    is_asked = sight.may_answer and sight.by.organisation_id in overview.provided.of(said.line, said.group)
    return page(
        "budgets/intentions/show_intention.html",
        round=sight.round,
        crumbs=crumbs_of(sight.round),
        row=row,
        said=said,
        title=title_of(overview, said),
        facts=line_page.facts_of(overview, said),
        standing=overview.answers_to(said) if is_standing else (),
        answers=line_page.answers_in_words(answers),
        is_standing=is_standing,
        newest=earlier[0],
        versions=[
            (each, words)
            for each, (_, words) in zip(earlier, line_page.versions([said_of(r) for r in earlier]), strict=True)
        ],
        may_change=is_own and is_standing,
        may_answer=is_asked and is_standing,
        rests_on=_offer_seen(said.offer_id, sight.by),
        has_answered=find_answer(row.id, party_id=sight.by.organisation_id) is not None,
    )


def asked_of_matrix() -> matrix.Asked:
    """What the address asks of the matrix."""
    which = request.args.get("which", "")
    return matrix.Asked(
        which=matrix.Which(which) if which in list(matrix.Which) else matrix.Which.ALL,
        text=request.args.get("text", ""),
        sort=request.args.get("sort", ""),
        descending=request.args.get("descending") == "yes",
    )


def asked_of_own() -> own.Show:
    """Which of its lines a group asks for."""
    show = request.args.get("show", "")
    return own.Show(show) if show in list(own.Show) else own.Show.ALL


def _own_page(sight: Sight, overview: Overview) -> tuple[str, int]:
    show, group = asked_of_own(), sight.by.organisation_code
    found = own.own_lines(overview, group, show=show, leads=sight.leads)
    here = url_for("intentions.show_intentions", round_id=sight.round.id)
    return page(
        "budgets/intentions/show_own_lines.html",
        round=sight.round,
        crumbs=crumbs_of(sight.round, below=False),
        overview=overview,
        found=found,
        figures=own.own_figures(overview, group),
        show=show,
        views=[
            (f"{name} ({found.counts[each]})", here if each is own.Show.ALL else f"{here}?show={each}", each is show)
            for each, name in own.SHOW_NAMES.items()
        ],
        may_speak=sight.may_speak,
    )


def _provider_page(sight: Sight, overview: Overview) -> tuple[str, int]:
    provider_id = sight.by.organisation_id
    due = overview.due_from(provider_id)
    return page(
        "budgets/intentions/show_provider.html",
        round=sight.round,
        crumbs=crumbs_of(sight.round, below=False),
        overview=overview,
        figures=provider.sums_figures(provider.provider_sums(overview, provider_id)),
        due=provider.due_table(overview, provider_id, sight.leads),
        first=sight.leads.answer(due[0].id) if due else "",
        answered=provider.answered_table(overview, provider_id, sight.leads),
        lines=provider.lines_table(overview, provider_id, sight.leads),
    )


def _groups_page(sight: Sight, overview: Overview) -> tuple[str, int]:
    asked = asked_of_matrix()
    here = url_for("intentions.show_groups", round_id=sight.round.id)

    def sorted_by(key: str) -> str:
        return url_for("intentions.show_groups", round_id=sight.round.id, **asked.in_order_of(key).query)

    found = matrix.matrix_table(overview, asked, replace(sight.leads, sort=sorted_by))
    return page(
        "budgets/intentions/show_groups.html",
        round=sight.round,
        crumbs=crumbs_of(sight.round, below=False),
        overview=overview,
        asked=asked,
        here=here,
        matrix=found,
        outcome=matrix.outcome_table(overview),
        figures=provider.sums_figures(matrix.all_sums(overview)),
        silent=[(overview.groups[code], left) for code, left in overview.left_unsaid().items()],
        views=[
            (
                name,
                url_for("intentions.show_groups", round_id=sight.round.id, **replace(asked, which=each).query),
                each is asked.which,
            )
            for each, name in matrix.WHICH_NAMES.items()
        ],
    )


def _providers_of(overview: Overview, line_code: str) -> set[int]:
    places = overview.provided.places.get(line_code, {})
    return {provider_id for providers in places.values() for provider_id in providers}


def _offer_seen(offer_id: int | None, by: Actor) -> int | None:
    """The offer on which something rests, if the reader sees it."""
    offer = find_offer(offer_id) if offer_id else None
    return offer.id if offer and sees_offer(by, offer) else None
