"""The home page: a to-do list of what needs the reader, what is coming up, and the figures their role lives by."""

from flask import Blueprint, render_template
from sqlalchemy import text
from werkzeug.wrappers import Response

from core import clock
from core.db import db
from core.navigation import home_of
from core.web import current_actor, public, signed_in
from core.wording import upper_first
from core.working_days import time_left

views = Blueprint("home", __name__)


@views.get("/")
@signed_in
def show_home() -> str:
    """Show the reader what needs them."""
    now, later, figures = home_of(current_actor(), clock.today())
    return render_template(
        "core/home/show_home.html",
        now=now,
        later=later,
        figures=figures,
        time_left=time_left,
        upper_first=upper_first,
    )


@views.get("/health")
@public
def show_health() -> Response:
    """Answer when the server is up and the database answers, for whoever watches over it."""
    db.session.execute(text("select 1"))
    return Response("ok\n", mimetype="text/plain")
