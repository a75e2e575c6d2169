"""The page of roles and permissions says what the code has, to those who read the audit trail, and nobody else."""

import csv
import io

import pytest
from flask import Flask
from openpyxl import load_workbook

from core.permissions import PERMISSIONS_OF, ROLE_NAMES, Permission, Role
from tests.builders import a_commissioner, a_person, an_installation
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

PAGE = "/people/permissions"


@pytest.fixture
def auditor(app: Flask) -> Person:
    """The auditor of a trust that has two commissioners besides its administrator."""
    administrator = an_installation()
    a_commissioner(administrator)
    a_person(Role.COMMISSIONER, 1, by=administrator, name="Second", email="second@whp.example")
    reader = a_person(Role.AUDITOR, 1, by=administrator, name="Auditor", email="auditor@whp.example")
    return sign_in_as(Person(app.test_client()), reader)


def test_it_shows_every_permission_with_the_roles_that_hold_it(auditor: Person) -> None:
    found = auditor.visit(PAGE).table(f"{len(Permission)} permissions")
    assert found[0] == ["May", *ROLE_NAMES.values(), "Addresses"]
    shown = {row[0]: row[1:-1] for row in found[1:-2]}
    assert shown == {
        f"{each[0].upper()}{each[1:]}": ["Yes" if each in PERMISSIONS_OF[role] else "–" for role in Role]
        for each in Permission
    }
    assert found[-2][1:-1] == [str(len(PERMISSIONS_OF[role])) for role in Role]
    held = dict(zip(Role, found[-1][1:], strict=False))
    assert {role: count for role, count in held.items() if count != "0"} == {
        Role.COMMISSIONER: "2",
        Role.AUDITOR: "1",
        Role.ADMINISTRATOR: "1",
    }


def test_it_leads_to_the_addresses_that_ask_for_a_permission(auditor: Person, app: Flask) -> None:
    auditor.visit(f"{PAGE}?permission=SEE_AUDIT_TRAIL&role=auditor")
    found = auditor.table("Addresses that ask for “read the audit trail”")
    assert ["/people/permissions", "GET", "Read the audit trail"] in [row[:3] for row in found]
    asking = [
        rule
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], "policy", None) is Permission.SEE_AUDIT_TRAIL
    ]
    assert len(found) - 1 == sum(len({"GET", "POST"} & (rule.methods or set())) for rule in asking)
    assert all(row[3].endswith(".") for row in found[1:])
    assert "Addresses that ask for" not in auditor.visit(f"{PAGE}?permission=NOTHING").words


def test_it_is_filtered_and_goes_out_as_shown(auditor: Person) -> None:
    auditor.visit(f"{PAGE}?role=auditor&text=AUDIT+trail")
    found = auditor.table("1 permission")
    assert [row[:2] for row in found] == [
        ["May", "Auditor"],
        ["Read the audit trail", "Yes"],
        ["Permissions", "1"],
        ["People who hold the role today", "1"],
    ]
    given = auditor.client.get(f"{PAGE}.csv?role=auditor&text=AUDIT+trail")
    assert list(csv.reader(io.StringIO(given.data.decode("utf-8-sig"))))[1][:2] == ["Read the audit trail", "Yes"]
    assert "No permission fits." in auditor.visit(f"{PAGE}?text=fly").words
    assert "No permission fits." not in auditor.visit(f"{PAGE}?role=nobody").words
    book = load_workbook(io.BytesIO(auditor.client.get(f"{PAGE}.xlsx").data))
    assert len(book.worksheets) == 2
    addresses = [row[0] for row in book.worksheets[1].iter_rows(values_only=True)]
    assert "/people/sign-in" in addresses


def test_nobody_else_sees_it(app: Flask) -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    person = sign_in_as(Person(app.test_client()), commissioner)
    assert [person.client.get(f"{PAGE}{end}").status_code for end in ("", ".csv", ".xlsx")] == [403, 403, 403]
    assert sign_in_as(person, administrator).client.get(PAGE).status_code == 200
