"""What a provider does with the template of a return in its spreadsheet program, for the story the browser plays."""

import io
from collections.abc import Callable, Iterable
from pathlib import Path

from openpyxl import Workbook, load_workbook

from tests.browser.agreeing import Stage

Change = Callable[[Workbook], object]


def take_template(stage: Stage, name: str) -> bytes:
    """The template behind a link."""
    with stage.tab.expect_download() as downloaded:
        stage.link(name).click()
    return Path(downloaded.value.path()).read_bytes()


def filled(template: bytes, *changes: Change) -> bytes:
    """The template with the figures of the last period for quantities, and changes made to it afterwards."""
    workbook = load_workbook(io.BytesIO(template))
    last = {_key(row): row[-1] for row in workbook["last period"].iter_rows(min_row=2, values_only=True)}
    figures = workbook["figures"]
    for row in figures.iter_rows(min_row=2):
        row[-1].value = int(str(last[_key([cell.value for cell in row])]))
    for change in changes:
        change(workbook)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _key(row: Iterable[object]) -> tuple[str, ...]:
    """Service, team, practice and currency of a row, whatever its month."""
    service, team, practice, _, currency, *_ = (str(cell or "") for cell in row)
    return service, team, practice, currency


def send(stage: Stage, content: bytes, act: str, *, name: str = "return.xlsx") -> None:
    """Choose a file and press a button beside it."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    stage.main.locator("input[type=file]").set_input_files({"name": name, "mimeType": kind, "buffer": content})
    stage.press(act)
