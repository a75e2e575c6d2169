"""`flask contracts show`: a contract as JSON and as PDF."""

import json
from pathlib import Path

import pytest
from flask import Flask

from contracts.agreements.queries.contracts import find_issue
from tests.builders_contracts import Contracting, a_contract, a_signed_contract
from tests.builders_variations import a_varied_contract, an_agreed_variation

pytestmark = pytest.mark.usefixtures("database")


def test_json_holds_exactly_what_is_signed(database: Flask) -> None:
    contract_id = a_signed_contract(Contracting())
    issue = find_issue(contract_id)
    assert issue is not None
    answer = database.test_cli_runner().invoke(args=["contracts", "show", "WH/01"])
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.output)
    assert (told["content_hash"], told["issue"], told["state"]) == (issue.content_hash, 1, told["state"])
    assert [each["organisation"] for each in told["signatures"]] == ["West Hertfordshire PCT", "Provider services"]
    assert [part["key"] for part in told["content"]["parts"]] == [
        "form", "parties", "term", "value", "groups", "settings", "disputes", "signing", "prices-1",
    ]  # fmt: skip


def test_pdf_goes_to_a_file_and_an_unknown_reference_is_refused(database: Flask, tmp_path: Path) -> None:
    a_contract(Contracting())
    file = tmp_path / "contract.pdf"
    run = database.test_cli_runner().invoke
    assert run(args=["contracts", "show", "WH/01", "--format", "pdf", "--output", str(file)]).exit_code == 0
    assert file.read_bytes().startswith(b"%PDF")
    refused = run(args=["contracts", "show", "WH/99"])
    assert (refused.exit_code, "There is no contract “WH/99”." in refused.output) == (2, True)
    refused = run(args=["contracts", "show", "WH/01", "--commissioner", "5P4"])
    assert (refused.exit_code, refused.output) == (2, "There is no contract “WH/01” of a primary care trust 5P4.\n")


def test_a_file_that_cannot_be_written_is_refused_in_words(database: Flask, tmp_path: Path) -> None:
    a_contract(Contracting())
    file = tmp_path / "nowhere" / "contract.json"
    refused = database.test_cli_runner().invoke(args=["contracts", "show", "WH/01", "--output", str(file)])
    why = "cannot be written (No such file or directory). Name a file in a folder that exists."
    assert (refused.exit_code, refused.output) == (2, f"{file} {why}\n")


def test_a_contract_as_at_dates_has_the_variations_in_effect(database: Flask, tmp_path: Path) -> None:
    people = Contracting()
    contract = a_varied_contract(people)
    an_agreed_variation(contract, people, "Paid monthly.")
    run = database.test_cli_runner().invoke
    told = {
        on: json.loads(run(args=["contracts", "show", "WH/01", "--on", on]).output)
        for on in ("2008-04-01", "2008-10-01", "2009-03-31")
    }
    texts = [
        next(part["text"] for part in each["content"]["parts"] if part["key"] == "prices-1") for each in told.values()
    ]
    assert texts == ["Paid in twelfths.", "Paid monthly.", "Paid monthly."]
    assert [[each["number"] for each in found["variations"]] for found in told.values()] == [[], [1], [1]]
    file = tmp_path / "reading.pdf"
    args = ["contracts", "show", "WH/01", "--on", "2008-10-01", "--format", "pdf", "--output", str(file)]
    assert run(args=args).exit_code == 0
    assert file.read_bytes().startswith(b"%PDF")


def test_what_is_not_signed_cannot_be_read_as_at_a_date(database: Flask) -> None:
    a_contract(Contracting())
    run = database.test_cli_runner().invoke
    refused = run(args=["contracts", "show", "WH/01", "--on", "2008-10-01"])
    assert refused.exit_code == 2
    assert "WH/01 is not signed by its parties, so there is nothing to read as at a date." in refused.output
    assert run(args=["contracts", "show", "WH/01", "--on", "soon"]).exit_code == 2
