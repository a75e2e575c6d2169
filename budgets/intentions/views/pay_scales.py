"""Pages of pay scales and of the percentages a trust decides."""

from decimal import Decimal

from flask import Blueprint, abort, flash, url_for
from werkzeug.wrappers import Response

from budgets.intentions.actions.pay_scales import decide_setting as decide
from budgets.intentions.actions.pay_scales import import_pay_scale as import_a_scale
from budgets.intentions.exports import points_sheet, template_sheet
from budgets.intentions.forms.pay_scales import PayScaleForm, SettingForm
from budgets.intentions.imports import pay_points_from
from budgets.intentions.models.pay_scales import PayScale
from budgets.intentions.presented.pay_scales import (
    PointListed,
    ScaleListed,
    decisions_table,
    points_table,
    scales_table,
    settings_table,
)
from budgets.intentions.queries import pay_scales as queries
from budgets.intentions.rules.establishment import percent_from
from budgets.intentions.rules.kinds import SettingKey
from commissioning.organisations.views.files import noting, refuse, sheet_as_file, uploaded
from core import clock
from core.errors import Refusal
from core.money import as_pence
from core.one_use import submit
from core.permissions import Permission
from core.problems import Problem
from core.web import current_actor, page, requires

views = Blueprint("pay_scales", __name__, url_prefix="/budgets/pay-scales")


@views.get("")
@requires(Permission.SEE_INTENTIONS)
def list_pay_scales() -> tuple[str, int]:
    """List the pay scales of the reader's trusts, and the percentages that hold."""
    actor = current_actor()
    scales = [
        ScaleListed(each.id, each.name, each.commissioner.name, each.from_on, each.source, len(each.points))
        for each in queries.list_scales(actor.commissioner_ids)
    ]
    trusts = sorted(actor.commissioner_ids)
    only = trusts[0] if len(trusts) == 1 else None
    decided = [queries.setting_of(record) for record in queries.list_settings(only)] if only else []
    return page(
        "budgets/intentions/list_pay_scales.html",
        scales=scales,
        table=scales_table(scales, lambda known: url_for("pay_scales.show_pay_scale", scale_id=known)),
        settings=settings_table(queries.settings_on(only, clock.today())) if only else None,
        decisions=decisions_table(decided[::-1]),
        may_maintain=actor.may(Permission.MAINTAIN_PAY_SCALES),
        trust_id=only,
    )


@views.get("/<int:scale_id>")
@requires(Permission.SEE_INTENTIONS)
def show_pay_scale(scale_id: int) -> tuple[str, int]:
    """Show a pay scale: its points, from when it holds, where it comes from."""
    scale = _scale(scale_id)
    points = [PointListed(each.code, each.name, as_pence(each.amount)) for each in scale.points]
    return page("budgets/intentions/show_pay_scale.html", scale=scale, points=points_table(scale.name, points))


@views.get("/<int:scale_id>/points.csv")
@requires(Permission.SEE_INTENTIONS)
def download_points_csv(scale_id: int) -> Response:
    """Give the points of a scale as CSV, as they can be imported again."""
    return sheet_as_file(points_sheet(_scale(scale_id).points), "csv")


@views.get("/<int:scale_id>/points.xlsx")
@requires(Permission.SEE_INTENTIONS)
def download_points_xlsx(scale_id: int) -> Response:
    """Give the points of a scale as XLSX, as they can be imported again."""
    return sheet_as_file(points_sheet(_scale(scale_id).points), "xlsx")


@views.get("/template.csv")
@requires(Permission.MAINTAIN_PAY_SCALES)
def download_template_csv() -> Response:
    """Give the sheet to fill in as CSV."""
    return sheet_as_file(template_sheet(), "csv")


@views.get("/template.xlsx")
@requires(Permission.MAINTAIN_PAY_SCALES)
def download_template_xlsx() -> Response:
    """Give the sheet to fill in as XLSX, with a word on each column."""
    return sheet_as_file(template_sheet(), "xlsx")


@views.route("/import", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_PAY_SCALES)
def import_pay_scale() -> Response | tuple[str, int]:
    """Take a file of pay points with its name, first day and source: all of it, or a list of its problems."""
    form, problems = PayScaleForm(), list[Problem]()

    def act() -> str:
        actor, upload = current_actor(), uploaded(form.file.data)
        points, faults = pay_points_from(upload)
        refuse(faults)
        scale = import_a_scale(
            commissioner_id=actor.organisation_id,
            name=str(form.name.data),
            from_on=form.from_on.data,
            source=str(form.source.data),
            file_name=upload.name,
            points=points,
            by=actor,
            at=clock.now(),
        )
        flash(f"{scale.name} is imported with {len(points)} {'point' if len(points) == 1 else 'points'}.")
        return url_for("pay_scales.show_pay_scale", scale_id=scale.id)

    done = submit(form, lambda: noting(problems, act))
    return done or page("budgets/intentions/import_pay_scale.html", form, problems=problems)


@views.route("/decide-setting", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_PAY_SCALES)
def decide_setting() -> Response | tuple[str, int]:
    """Decide a percentage from a day on, with its source."""
    form = SettingForm({"from_on": clock.today()})

    def act() -> str:
        actor = current_actor()
        decide(
            commissioner_id=actor.organisation_id,
            key=SettingKey(form.key.data),
            percent=_percent(form),
            source=str(form.source.data),
            from_on=form.from_on.data,
            by=actor,
            at=clock.now(),
        )
        flash("The percentage is decided. Offers made so far keep theirs.")
        return url_for("pay_scales.list_pay_scales")

    return submit(form, act) or page("budgets/intentions/decide_setting.html", form)


def _percent(form: SettingForm) -> Decimal:
    try:
        return percent_from(str(form.percent.data))
    except ValueError as error:
        raise Refusal(f"The new value must be {error}.") from error


def _scale(scale_id: int) -> PayScale:
    scale = queries.get_scale(scale_id)
    if not current_actor().reaches(scale.commissioner_id):
        abort(404)
    return scale
