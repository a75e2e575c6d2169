"""The page of one practice: its activity per 1,000 people against its group, month by month, also to print."""

from dataclasses import dataclass
from fractions import Fraction

from flask import Response, abort, url_for

from commissioning.activity.charts import practice_and_group
from commissioning.activity.documents.seen import Sheet, sheet_as_pdf
from commissioning.activity.presented.seeing.practices import OnePractice, practice_table
from commissioning.activity.views.blueprint import views
from commissioning.activity.views.seeing.practice_reading import PracticeReader, practice_reader
from commissioning.activity.views.seeing.reading import kept_query, small_up_to
from core import clock
from core.charts.figure import Figure
from core.charts.svg import as_svg
from core.parties.rules import PartyKind
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv
from core.tables import Table
from core.web import asked_number, page, requires


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """Who reads, and the practice among its group."""

    reader: PracticeReader
    held: OnePractice

    @property
    def what(self) -> str:
        """What is counted."""
        chosen = self.reader.chosen
        return f"{self.reader.currencies[chosen.currency].label}, {chosen.service}" if chosen else ""

    def figure(self) -> Figure:
        """The chart."""
        return practice_and_group(self.held, what=self.what)

    def table(self) -> Table:
        """The same as a table."""
        chosen = self.reader.chosen
        label = self.reader.currencies[chosen.currency].label if chosen else ""
        return practice_table(self.held, what=label)

    def notes(self) -> list[str]:
        """What has to be said of the figures."""
        day = f"{self.reader.on.day} {self.reader.on:%B %Y}"
        notes = [
            f"Rates are per 1,000 {self.reader.people_in_words}. Group and people are those of {day}.",
            "Later corrections count in the month they correct.",
        ]
        if self.held.counted.hides_something:
            notes.append(small_in_words())
        return notes


def small_in_words() -> str:
    """What “hidden” means."""
    return (
        f"Hidden: a count of 1 to {small_up_to()}, or one from which such a count would follow. "
        "Provider and commissioner see it."
    )


@views.get("/practices/<int:practice_id>")
@requires(Permission.SEE_PRACTICE_ACTIVITY)
def show_practice(practice_id: int) -> tuple[str, int]:
    """Show one practice's activity per 1,000 people against its group, month by month."""
    reader = practice_reader()
    practice = reader.check_sees(practice_id)
    seen = _seen(reader, practice_id) if reader.chosen else None
    return page(
        "commissioning/activity/seeing/show_practice.html",
        practice=practice,
        group=next((group.name for each, group in reader.all_practices if each.id == practice_id and group), ""),
        seen=reader,
        figure=seen.figure() if seen else None,
        shown=seen.table() if seen else None,
        notes=seen.notes() if seen else [],
        crumbs=[("Home", "/")] if reader.kind is PartyKind.PRACTICE else [("Practices compared", _comparison())],
        query=kept_query(),
    )


@views.get("/practices/<int:practice_id>.svg")
@requires(Permission.SEE_PRACTICE_ACTIVITY)
def draw_practice(practice_id: int) -> Response:
    """Draw the practice against its group."""
    return Response(as_svg(_asked(practice_id).figure()), mimetype="image/svg+xml")


@views.get("/practices/<int:practice_id>.csv")
@requires(Permission.SEE_PRACTICE_ACTIVITY)
def download_practice_csv(practice_id: int) -> Response:
    """Give the months as CSV."""
    seen = _asked(practice_id)
    return send(table_as_csv(seen.table()), "csv", seen.held.practice.name, seen.what)


@views.get("/practices/<int:practice_id>.pdf")
@requires(Permission.SEE_PRACTICE_ACTIVITY)
def download_practice_pdf(practice_id: int) -> Response:
    """Give chart and months to print."""
    seen = _asked(practice_id)
    sheet = Sheet(
        commissioner=seen.reader.who.trust.name,
        title=f"{seen.held.practice.name} ({seen.held.practice.code})",
        subtitle=f"{seen.what}, {seen.reader.year}",
        facts=[("Group", seen.held.group or "None"), ("Year", str(seen.reader.year))],
        notes=seen.notes(),
        dated=clock.today(),
        is_draft=bool(seen.held.provisional),
    )
    return send(sheet_as_pdf(sheet, seen.figure(), seen.table()), "pdf", seen.held.practice.name, seen.what)


def _comparison() -> str:
    return url_for("activity.list_practices", commissioner=asked_number("commissioner"))


def _asked(practice_id: int) -> _Seen:
    reader = practice_reader()
    reader.check_sees(practice_id)
    if reader.chosen is None:
        abort(404)
    return _seen(reader, practice_id)


def _seen(reader: PracticeReader, practice_id: int) -> _Seen:
    """The practice among the practices of its group, from the same table as every page of that group."""
    group_id = reader.group_of(practice_id)
    practice = next(each for each, _ in reader.all_practices if each.id == practice_id)
    practices = reader.practices_of(group_id) or [practice]
    counted, found = reader.counted(practices)
    people = reader.people(practices)
    counts = [people[each.id] for each in practices if each.id in people]
    names = {group.id: group.name for _, group in reader.all_practices if group}
    held = OnePractice(
        practice=practice,
        group=names.get(group_id or 0, ""),
        counted=counted,
        people=people.get(practice_id),
        group_people=sum(counts, Fraction(0)) if len(counts) == len(practices) else None,
        provisional=found.provisional,
    )
    return _Seen(reader=reader, held=held)
