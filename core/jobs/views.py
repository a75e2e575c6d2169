"""Pages of jobs: one job as it goes on, the jobs a person asked for, and all of them for administrators."""

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, url_for

from core import clock
from core.audit_trail.words import say
from core.jobs import queries
from core.jobs.forms import JobsFilter
from core.jobs.models import Job
from core.jobs.registry import kinds, label_of
from core.jobs.rules import FAILED_AT_HOME_FOR, STATE_NAMES, UNFINISHED, JobState, is_silent, part_done, time_left
from core.navigation import Figure, Item, ToDo, add_home_part, add_item
from core.permissions import Actor, Permission
from core.web import current_actor, page, page_of, requires, safe_address, signed_in

views = Blueprint("jobs", __name__, url_prefix="/jobs")
add_item(Item(place=91, label="Jobs", endpoint="jobs.list_jobs", permission=Permission.SEE_OUTBOX))
say("jobs.ask_for", "asked for it: {work}")
_LOOKS = {JobState.WAITING: "grey", JobState.RUNNING: "blue", JobState.DONE: "green", JobState.FAILED: "red"}


@views.get("/")
@requires(Permission.SEE_OUTBOX)
def list_jobs() -> tuple[str, int]:
    """List the jobs of everybody within reach, newest first."""
    asked = JobsFilter({name: kind.label for name, kind in kinds().items()})
    rows = queries.select_jobs(by=current_actor(), state=asked.chosen_state, kind=asked.kind.data or "")
    last_look = queries.find_last_look()
    return page(
        "core/jobs/list_jobs.html",
        asked=asked,
        jobs=page_of(rows),
        last_look=last_look,
        is_silent=is_silent(last_look, at=clock.now()),
    )


@views.get("/mine")
@signed_in
def list_own_jobs() -> tuple[str, int]:
    """List the long work one asked for, newest first."""
    return page("core/jobs/list_own_jobs.html", jobs=page_of(queries.select_own_jobs(current_actor().person_id)))


@views.get("/<int:job_id>")
@signed_in
def show_job(job_id: int) -> tuple[str, int]:
    """Show how far a job is, or what it came to."""
    job = queries.get_job(job_id, by=current_actor())
    is_own = job.by_id == current_actor().person_id
    return page(
        "core/jobs/show_job.html",
        job=job,
        is_own=is_own,
        href=safe_address(job.href, "") if is_own else "",
        is_unfinished=job.state in UNFINISHED,
        left=_left(job),
    )


@views.app_template_global("job_words")
def words_of(job: Job) -> dict[str, str]:
    """Give what a job is called, its state in words and in colour, and how far it is."""
    return {
        "label": label_of(job.kind),
        "state": STATE_NAMES[job.state],
        "look": _LOOKS[job.state],
        "part": part_done(job.done, job.total),
    }


def _how_far(job: Job) -> tuple[str, ...]:
    return (job.step, part_done(job.done, job.total)) if job.state is JobState.RUNNING else ()


def _left(job: Job) -> str:
    if job.state is not JobState.RUNNING or job.started_at is None:
        return ""
    return time_left(started_at=job.started_at, at=clock.now(), done=job.done, total=job.total)


def at_home(by: Actor, _: date) -> Sequence[ToDo | Figure]:
    """The long work of the reader that is not finished yet, or failed since yesterday."""
    return [
        ToDo(
            what=label_of(job.kind),
            href=url_for("jobs.show_job", job_id=job.id),
            detail=", ".join(part for part in (STATE_NAMES[job.state], *_how_far(job)) if part),
            coming_up=job.state is not JobState.FAILED,
        )
        for job in queries.list_jobs_on_the_mind(by.person_id, failed_since=clock.now() - FAILED_AT_HOME_FOR)
    ]


add_home_part("jobs", at_home)
