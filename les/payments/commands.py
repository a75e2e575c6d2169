"""The job that makes a large payment run, which no page waits for. Begun again it is the same run."""

from datetime import date

from core import clock
from core.db import transaction
from core.errors import Refusal
from core.jobs.registry import Progress, register
from core.jobs.rules import Result, Values
from core.money import as_pence
from core.wording import sterling
from les.payments.actions.making import make_run
from les.payments.exports.finance_file import finance_file
from les.payments.rules.running import KIND_OF_JOB


def make_known() -> None:
    """Tell the jobs of this one."""
    register(KIND_OF_JOB, make, "Make a payment run")


def make(values: Values, progress: Progress) -> Result | None:
    """Make the run that was asked for, in one transaction, as the one who asked."""
    if progress.by is None:
        raise Refusal("A payment run is made by a person of finance.")
    progress("Taking what is due")
    with transaction():
        run = make_run(
            commissioner_id=int(str(values["commissioner_id"])),
            pays_on=date.fromisoformat(str(values["pays_on"])),
            key=str(values["key"]),
            write=finance_file,
            by=progress.by,
            on=clock.today(),
            at=clock.now(),
        )
        words = f"{run.number} is made: {run.file.lines:,} lines, {sterling(as_pence(run.file.paid))}."
        href = f"/les/payments/runs/{run.id}"
    return Result(words=words, href=href)
