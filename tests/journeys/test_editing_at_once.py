"""Two people edit the same record: the second is told who changed what, and loses nothing typed."""

from flask import Flask

from commissioning.organisations.actions.localities import add_locality
from core.db import transaction
from core.permissions import Role
from tests.builders import a_commissioner, a_person, an_installation
from tests.journeys.signing_in import sign_in_as
from tests.person import Person


def test_the_second_to_save_is_told_who_changed_what(app: Flask, person: Person) -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    accountant = a_person(Role.FINANCE, administrator.organisation_id, by=administrator, name="Accountant")
    with transaction():
        locality_id = add_locality(commissioner_id=administrator.organisation_id, name="North", by=commissioner).id
    address = f"/commissioning/organisations/localities/{locality_id}/rename"
    sign_in_as(person, commissioner)
    person.visit(address)
    colleague = sign_in_as(Person(app.test_client()), accountant)
    colleague.visit(address).send({"name": "Watford"})
    person.send({"name": "Northern"}, status=422)
    assert "Accountant renamed it from North to Watford on " in person.words
    assert "What you typed is still here: compare it, and save again if it is to stand instead." in person.words
    assert person.send({"name": "Northern"}).status == 200
    assert "Northern" in person.words
