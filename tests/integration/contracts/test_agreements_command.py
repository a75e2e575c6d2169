"""`flask contracts show`: a contract as JSON and as PDF."""

import json
from pathlib import Path

import pytest
from flask import Flask

from contracts.agreements.queries.contracts import find_issue
from tests.builders_contracts import Contracting, a_contract, a_signed_contract

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
    assert (refused.exit_code, "There is no contract WH/99." in refused.output) == (2, True)
    assert run(args=["contracts", "show", "WH/01", "--commissioner", "5P4"]).exit_code == 2
