"""No patient identifier comes in: every form, upload, address for machines and command is guarded, whoever adds one.

The guard is `core.identifiers`. Forms have it from `core.forms.Form`, files from `core.spreadsheets.reading` and
`core.attachments.checking`, machines from `core.api`, commands from the rules of the acts they call.
"""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
import wtforms
from flask import Flask
from wtforms.fields.core import UnboundField

from app import COMMANDS
from budgets.intentions.imports import pay_points_from
from budgets.rounds.imports.workbooks import read_workbook
from commissioning.activity.imports.files import read_return
from commissioning.organisations.forms import PopulationForm
from contracts.performance.imports.results import read_numbered
from core.attachments.checking import check_file
from core.attachments.forms import AttachForm
from core.errors import Refusal
from core.forms import Filter, Form
from core.spreadsheets.reading import read_tables
from core.spreadsheets.tables import Upload
from tests.architecture.test_sizes import PACKAGES, PYTHON, ROOT

NUMBER = "943 476 5919"
CHOSEN = {"SelectField", "SelectMultipleField", "RadioField", "BooleanField", "DayField"}  # no free words
UPLOADS = {"FileField"}
NOT_TYPED = {"HiddenField", "PasswordField"}  # a password is kept nowhere
HIDDEN = {
    *{"form_key", "saved_version", "seen", "seen_hash", "proposal", "against", "newest", "plan"},  # numbers and hashes
    *{"total_seen", "split_seen", "scenarios", "about_kind", "about_id"},  # numbers, and one of some kinds
    *{"packed", "read"},  # what was found of a file, sealed with the installation's key
    *{"code", "state"},  # what a sign-in service sent along, used up and not kept
    "kept",  # what was typed on the page before, sent on to it, where it is guarded
}
ENCLOSED = {"WeightingForm"}  # forms within a field of a guarded form
READ_PAST_A_FORM = {
    "core/forms.py": "it is the base of all forms",
    "core/one_use.py": "the hash of a request",
    "core/people/views/kept.py": "typed on another page, which guards it when it comes back",
    "budgets/rounds/views/inputs.py": "the workbook, read as one",
    "commissioning/activity/views/typing_in.py": "figures, screened as the cells of a file are",
    "commissioning/activity/views/submitting.py": "which button was pressed",
    "commissioning/activity/views/accepting.py": "the names of what was asked",
    "contracts/performance/views/returning.py": "figures, each through the guard",
    "les/claims/views/worklist.py": "numbers of claims that were ticked",
    "les/sign_up/views/answering.py": "numbers of offers, yes or no, hashes",
}
READERS = {  # module with a form that takes a file: what reads the file
    "core.attachments.forms": "check_file",
    "les.schemes.forms.attaching": "check_file",
    "les.sign_up.forms.offers": "check_file",
    "les.sign_up.forms.seeing_to": "check_file",
    "budgets.intentions.forms.pay_scales": "pay_points_from",
    "budgets.rounds.forms": "read_workbook",
    "commissioning.activity.forms.providing": "read_return",
    "commissioning.catalogue.forms": "read_tables",
    "commissioning.organisations.forms": "read_tables",
    "contracts.performance.forms.judging": "read_numbered",
    "les.claims.forms.claims": "read_tables",
    "les.payments.forms.incentive": "read_tables",
    "les.payments.forms.payments": "read_tables",
}
COMMAND_TEXTS = {  # options of commands that take a text, by what they are; any other is free words, and guarded
    "an address": {"email", "acting", "to"},
    "a code, a name to look up or a reference, kept nowhere": {
        *{"code", "provider", "month", "name_of_return", "group", "settings", "commissioner", "reference", "wanted"},
        *{"first", "last", "engine", "memory", "head", "sources", "target", "year", "content_hash"},
    },
    "a key of backups": {"recipients"},
    "free words, refused by the rules of people and organisations": {"name", "organisation_name", "known_by"},
    "a machine's own key, checked as one": {"key"},
}


def _classes() -> list[type[wtforms.Form]]:
    """Every form class of the product."""
    for package in PACKAGES:
        for module in pkgutil.walk_packages([str(ROOT / package)], f"{package}."):
            importlib.import_module(module.name)

    def below(kind: type[wtforms.Form]) -> Iterator[type[wtforms.Form]]:
        for each in kind.__subclasses__():
            yield each
            yield from below(each)

    return [each for each in dict.fromkeys(below(wtforms.Form)) if each.__module__.partition(".")[0] in PACKAGES]


def _fields(kind: type[wtforms.Form]) -> dict[str, type[wtforms.Field]]:
    found = ((name, getattr(kind, name, None)) for name in dir(kind))
    return {name: field.field_class for name, field in found if isinstance(field, UnboundField)}


def test_every_form_is_a_guarded_one_or_only_asks() -> None:
    classes = _classes()
    assert len(classes) > 200, "the test looks in the wrong place"
    wrong = [each.__qualname__ for each in classes if not issubclass(each, Form | Filter)]
    assert set(wrong) == ENCLOSED, f"derive it from core.forms.Form, which has the guard: {wrong}"
    checking = [each for each in classes if "validate" in vars(each)]
    past = [each for each in checking if "super().validate(" not in inspect.getsource(each.validate)]
    assert not past, f"a form that checks itself goes past the guard; call super().validate(…): {past}"


def test_every_field_of_a_form_is_chosen_typed_under_guard_or_counted() -> None:
    for kind in _classes():
        for name, field in _fields(kind).items():
            if field.__name__ in CHOSEN | UPLOADS | {"FieldList"}:
                continue
            assert issubclass(field, wtforms.StringField | wtforms.IntegerField), f"{kind}.{name}: no guard knows it"
            if issubclass(field, wtforms.HiddenField):
                assert name in HIDDEN, f"{kind}.{name}: say what it holds; words do not travel in hidden fields"


def _typed_kinds() -> list[type[wtforms.Field]]:
    kinds = {field for kind in _classes() for field in _fields(kind).values()}
    return sorted((k for k in kinds if k.__name__ not in CHOSEN | UPLOADS | NOT_TYPED | {"FieldList"}), key=str)


@pytest.mark.parametrize("written", [NUMBER, "9434765919", "943-476-5919"])
def test_every_kind_of_field_refuses_an_identifier_and_shows_it_no_more(app: Flask, written: str) -> None:
    kinds = _typed_kinds()
    assert len(kinds) >= 5
    for kind in kinds:
        made = type("OneField", (Form,), {"words": kind("What it is")})
        with app.test_request_context(method="POST", data={"words": f" {written}"}):
            form = made()
            assert not form.validate(), kind
            assert any("NHS number check" in error for error in form.words.errors), (kind, form.words.errors)
            assert "943" not in f"{form.words()} {form.words.data} {form.error_list()}", kind


def test_a_field_within_a_field_and_a_day_are_guarded_too(app: Flask) -> None:
    typed = {"weightings-0-name": f"for {NUMBER}", "counted_on-day": "9434765919", "registered": "5"}
    with app.test_request_context(method="POST", data=typed):
        form = PopulationForm(())
        assert not form.validate()
        assert any("NHS number check" in each["text"] for each in form.error_list())
        assert "943" not in f"{form.weightings()} {form.counted_on.typed} {form.error_list()}"


def test_what_is_sent_is_read_past_a_form_in_counted_places_alone() -> None:
    reading = re.compile(r"request\.(form|files|values|get_json|get_data|json|data|stream)\b")
    found = {str(p.relative_to(ROOT)) for p in PYTHON if reading.search(p.read_text(encoding="utf-8"))}
    assert found - {"core/api/body.py"} == set(READ_PAST_A_FORM), "read it with a form, which has the guard"


def test_every_file_that_is_taken_has_a_reader_that_is_guarded() -> None:
    taking = {
        kind.__module__
        for kind in _classes()
        for field in _fields(kind).values()
        if field.__name__ in UPLOADS and kind is not AttachForm
    } | {AttachForm.__module__}
    assert taking == set(READERS), "name the reader of the file, and try it below"


CELLS = f"code,name,note\r\nX82003,Oak,for {NUMBER}\r\n".encode()
NAMED: dict[str, Callable[[Upload], object]] = {
    "check_file": lambda upload: check_file(file_name=upload.name, content=upload.content),
    "pay_points_from": lambda upload: pay_points_from(upload)[1],
    "read_workbook": lambda upload: read_workbook(upload).problems,
    "read_return": read_return,
    "read_tables": lambda upload: read_tables(upload).problems,
    "read_numbered": lambda upload: read_numbered(upload, {})[1],
}


@pytest.mark.parametrize("reader", sorted(set(READERS.values())))
@pytest.mark.parametrize("upload", [Upload("list.csv", CELLS), Upload(f"{NUMBER}.csv", CELLS.replace(b"943", b"111"))])
@pytest.mark.usefixtures("app")
def test_every_reader_names_the_place_and_never_the_number(reader: str, upload: Upload) -> None:
    try:
        told = repr(NAMED[reader](upload))
    except Refusal as refusal:
        told = str(refusal)
    assert re.search(r"NHS number|patient", told), told
    assert "943" not in told.replace("\\xa0", " ")


def test_files_become_values_through_the_readers_alone() -> None:
    """Whoever opens by themselves what was uploaded goes past the screening; evidence was screened when attached."""
    wrong = []
    for path in PYTHON:
        imported = _imports(path)
        opens = imported & {"csv", "openpyxl", "zipfile"}
        if opens and "imports" in {path.stem, path.parent.name} and "check_evidence" not in path.read_text("utf-8"):
            wrong.append(f"{path.relative_to(ROOT)}: {sorted(opens)}")
    assert not wrong, f"read it with core.spreadsheets.reading.read_tables: {wrong}"


def _imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def _texts_of(command: click.Command, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from _texts_of(inner, f"{path} {name}")
    for param in command.params:
        if param.type is click.STRING:
            yield path, str(param.name)


def test_texts_of_commands_are_counted() -> None:
    known = set().union(*COMMAND_TEXTS.values())
    found = {text for command in COMMANDS for text in _texts_of(command, str(command.name))}
    new = {f"{path} --{name}" for path, name in found if name not in known}
    assert found, "the test looks in the wrong place"
    assert not new, f"say what it is, and guard free words by a rule of the act: {new}"
