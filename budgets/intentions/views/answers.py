"""The page on which a provider answers an intention."""

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from budgets.intentions.actions.answers import answer_intention as answer_an_intention
from budgets.intentions.forms.answers import AnswerForm
from budgets.intentions.models.answers import Answer
from budgets.intentions.presented.line import facts_of, title_of
from budgets.intentions.queries.intentions import find_answer
from budgets.intentions.queries.overview import said_of
from budgets.intentions.rules.answers import Reply
from budgets.intentions.rules.kinds import AnswerKind, IntentionKind
from budgets.intentions.rules.overview import LineFacts, Overview, Said
from budgets.intentions.rules.sums import cost_for
from budgets.intentions.views.blueprint import views
from budgets.intentions.views.sight import crumbs_of, intention_in, number_in, opened_sight
from core import clock
from core.errors import OutOfDate
from core.one_use import submit
from core.permissions import Permission
from core.web import current_actor, page, requires
from core.wording import sterling


@views.route("/<int:intention_id>/answer", methods=["GET", "POST"])
@requires(Permission.ANSWER_INTENTIONS)
def answer_intention(round_id: int, intention_id: int) -> Response | tuple[str, int]:
    """Answer an intention: can do, can do from a day, cannot."""
    sight, overview = opened_sight(round_id)
    said = said_of(intention_in(round_id, intention_id))
    provider_id = sight.by.organisation_id
    if provider_id not in overview.provided.of(said.line, said.group):
        abort(404)
    if request.method == "GET" and all(each.id != said.id for each in overview.said):
        return redirect(url_for("intentions.show_intention", round_id=round_id, intention_id=intention_id))
    before = find_answer(intention_id, party_id=provider_id)
    form = AnswerForm(_standing(before), asks_posts=said.kind is not IntentionKind.SAME)

    def act() -> str:
        answer_an_intention(
            intention_id=intention_id,
            reply=_reply(form),
            seen_id=number_in(form.seen.data),
            by=current_actor(),
            at=clock.now(),
        )
        flash(f"Your answer to {overview.groups.get(said.group, said.group)} on {said.name} is recorded.")
        return url_for("intentions.show_intentions", round_id=round_id)

    answer = submit(form, act)
    if answer is not None:
        return answer
    if isinstance(form.refused_by, OutOfDate):
        form.seen.data = str(before.id if before else 0)
    return page(
        "budgets/intentions/answer_intention.html",
        form,
        round=sight.round,
        crumbs=crumbs_of(sight.round),
        title=title_of(overview, said),
        facts=[*facts_of(overview, said), *_costs(overview, said, provider_id)],
    )


def _costs(overview: Overview, said: Said, provider_id: int) -> list[tuple[str, str]]:
    """What the line costs the provider, and what all groups together would change on it."""
    line = next((each for each in overview.lines if each.code == said.line), None)
    if line is None:
        return []
    net = sum(each.change for each in overview.said_on(line.code))
    return [
        ("Cost of your line", _cost(overview, line, provider_id)),
        ("All groups together", f"{sterling(net)} a year"),
    ]


def _cost(overview: Overview, line: LineFacts, provider_id: int) -> str:
    return f"{sterling(cost_for(overview, line, provider_id))} in calculation {overview.calculation}"


def _standing(before: Answer | None) -> dict[str, object]:
    if before is None:
        return {"seen": "0"}
    return {
        "seen": str(before.id),
        "kind": before.kind.value,
        "from_on": before.from_on,
        "posts": None if before.posts is None else f"{before.posts:f}",
        "consequence": before.consequence,
    }


def _reply(form: AnswerForm) -> Reply:
    return Reply(
        kind=AnswerKind(form.kind.data),
        from_on=form.from_on.data,
        consequence=str(form.consequence.data or ""),
        posts=form.posts_typed,
    )
