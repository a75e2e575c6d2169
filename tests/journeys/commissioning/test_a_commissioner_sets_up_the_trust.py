"""A commissioner sets up localities, groups, practices, populations and services, and finds the gaps."""

import io
from decimal import Decimal

from flask.testing import FlaskClient

from commissioning.catalogue.actions.arrangements import change_arrangement
from commissioning.catalogue.actions.services import record_services
from commissioning.catalogue.rules import ArrangementKind, ServiceLine
from core.db import transaction
from tests.builders import DAY, WORDS, a_commissioner, an_installation
from tests.builders_commissioning import Trust, a_lead, a_line, a_neighbour, a_trust, some_populations, some_services
from tests.person import Person


def _signed_in(person: Person, email: str) -> Person:
    person.visit("/people/sign-in")
    return person.send({"email": email, "password": WORDS})


def _arrange(trust: Trust, service_id: int) -> None:
    with transaction():
        change_arrangement(
            service_id=service_id,
            locality_id=trust.localities["Dacorum"],
            kind=ArrangementKind.HOSTED,
            provider_id=trust.ids["WHHT"],
            share=Decimal("33.5"),
            starts_on=DAY,
            by=trust.commissioner,
        )


def _day(name: str, day: int, month: int, year: int) -> dict[str, str]:
    return {f"{name}-day": str(day), f"{name}-month": str(month), f"{name}-year": str(year)}


def test_from_an_empty_trust_to_a_table_with_gaps(person: Person) -> None:
    commissioner = a_commissioner(an_installation())
    _signed_in(person, f"commissioner-{commissioner.organisation_id}@whp.example")
    person.visit("/commissioning/").follow("0 localities")
    assert "There is no locality yet." in person.words
    for name in ("Dacorum", "Hertsmere"):
        person.visit("/commissioning/organisations/localities").follow("Add a locality").send({"name": name})
        assert person.heading == name
    person.visit("/commissioning/organisations/groups").follow("Add a PbC group")
    person.send({"code": "DAC", "name": "DacCom", **_day("opened_on", 1, 4, 2007)})
    assert person.heading == "DacCom"
    person.visit("/commissioning/organisations/groups/add")
    person.send({"code": "RED", "name": "Red House", **_day("opened_on", 1, 4, 2007)})
    person.visit("/commissioning/organisations/practices").follow("Add a practice")
    person.send({"code": "E8201", "name": "Practice 1", **_day("opened_on", 1, 4, 2007)}, status=422)
    assert "one capital letter and five digits" in person.words
    person.send({"code": "X82001", "name": "Practice 1", **_day("opened_on", 1, 4, 2007)})
    assert "no group" in person.words
    person.visit("/").follow("1 practice belongs to no PbC group")
    person.follow("Practice 1").follow("Let it join a group").send(_day("from_on", 1, 4, 2008))
    assert "moved it from no group to DacCom from 1 April 2008 on" in person.words
    person.follow("Record a population")
    person.send(
        {
            "registered": "5,432",
            "weightings-0-people": "2811.40",
            "weightings-1-name": "General acute",
            **_day("counted_on", 1, 1, 2008),
        },
        status=422,
    )
    assert "small letters, digits and underscores" in person.words
    person.send({"weightings-1-name": "general_acute", "weightings-1-people": "0"})
    assert person.table("Populations")[1][:3] == ["1 January 2008", "5,432", "general acute 0, weighted 2,811.40"]
    person.visit("/commissioning/catalogue/services").follow("Add a service")
    person.send({"code": "PULM", "name": "Pulmonary rehabilitation", "in_scope": "y"})
    person.follow("Change who provides it in Dacorum").send({"kind": "own", **_day("starts_on", 1, 4, 2008)})
    person.visit("/commissioning/catalogue/")
    table = person.table("1 service by locality")
    assert table[1][1:] == ["Own provider services", "Gap: nothing recorded", "1"]
    assert table[-1] == ["Gaps", "0", "1", "1"]
    person.visit("/")
    assert "1 service has no arrangement in Hertsmere" in person.words


def test_a_wrong_move_and_a_closing_say_what_is_wrong(person: Person) -> None:
    trust = a_trust()
    _signed_in(person, f"commissioner-{trust.id}@whp.example")
    person.visit(f"/commissioning/organisations/groups/{trust.ids['DAC']}").follow("Close")
    person.send({"reason": "Merged"}, status=422)
    assert "2 practices belong to it on that day or later: move them first." in person.words
    person.visit(f"/commissioning/organisations/practices/{trust.ids['X82001']}").follow("Close")
    person.send({"reason": ""}, status=422)
    assert "Enter a reason" in person.words
    person.send({"reason": "The partners retire"})
    assert "Practice 1 is closed." in person.words
    person.visit(f"/commissioning/organisations/practices/{trust.ids['X82002']}").follow("Rename")
    person.send({"name": "Practice two"})
    assert person.heading == "Practice two"


def test_files_come_back_just_as_they_went(person: Person, client: FlaskClient) -> None:
    trust = a_trust()
    some_populations(trust, a_line(community="2811.40", general_acute="0"), a_line("X82002"))
    ids = some_services(trust, "PULM", "DIAB")
    _arrange(trust, ids["PULM"])
    _signed_in(person, f"commissioner-{trust.id}@whp.example")
    same = {
        "organisations/practices": "Everything in the file is recorded just so already.",
        "organisations/populations": "Every population in the file is recorded with these figures already.",
        "catalogue/services": "Every service in the file is recorded just so already.",
        "catalogue/arrangements": "Every arrangement in the file is recorded just so already.",
    }
    for address, sentence in same.items():
        room, name = address.split("/")
        for ending in ("csv", "xlsx"):
            content = client.get(f"/commissioning/{room}/download/{name}.{ending}").data
            person.visit(f"/commissioning/{address}/upload")
            person.send({"file": (io.BytesIO(content), f"my {name}.{ending}")}, status=422)
            assert sentence in person.words


def test_every_problem_of_a_file_is_listed_and_nothing_is_stored(person: Person) -> None:
    trust = a_trust()
    _signed_in(person, f"commissioner-{trust.id}@whp.example")
    person.visit("/commissioning/organisations/practices/upload")
    rows = (
        "code,name,group,joined,left\r\nX82003,Practice 3,DAC,2008-04-01,\r\nX82003,Practice 3,HER,2008-05-01,\r\n"
        "X82004,Practice 4,XXX,1 April,\r\n"
    )
    person.send({"file": (io.BytesIO(rows.encode()), "practices.csv")}, status=422)
    assert person.table("1 problem")[1][1:] == ["4", "joined", "1 April", "a date such as 2008-04-01"]
    person.visit("/commissioning/organisations/practices/upload")
    person.send({"file": (io.BytesIO(rows.replace("1 April", "").encode()), "practices.csv")}, status=422)
    listed = person.table("2 problems")[1:]
    assert listed[0][:4] == ["practices", "3", "group", "HER"]
    assert "DacCom (from 1 April 2008) and Hertsmere group (from 1 May 2008)" in listed[0][4]
    assert listed[1][3:] == ["XXX", "the code of a group of this trust (DAC, HER)"]
    person.visit("/commissioning/organisations/practices")
    assert "Practice 3" not in person.words


def test_a_patient_identifier_is_refused_and_its_value_never_shown(person: Person) -> None:
    trust = a_trust()
    _signed_in(person, f"commissioner-{trust.id}@whp.example")
    person.visit("/commissioning/organisations/practices/upload")
    rows = b"code,name,group\r\nX82003,943 476 5919,DAC\r\n"
    person.send({"file": (io.BytesIO(rows), "practices.csv")}, status=422)
    assert "no patient identifier" in person.words
    assert "5919" not in person.words


def test_another_trust_sees_nothing_and_a_lead_changes_nothing(person: Person, client: FlaskClient) -> None:
    trust = a_trust()
    services = some_services(trust, "PULM")
    a_neighbour(trust), a_lead(trust)
    addresses = [
        f"/commissioning/organisations/groups/{trust.ids['DAC']}",
        f"/commissioning/organisations/practices/{trust.ids['X82001']}",
        f"/commissioning/organisations/providers/{trust.ids['OWN']}",
        f"/commissioning/organisations/localities/{trust.localities['Dacorum']}",
        f"/commissioning/catalogue/services/{services['PULM']}",
    ]
    _signed_in(person, "n@enh.example")
    for address in [*addresses, f"/commissioning/?commissioner={trust.id}", f"{addresses[1]}/move"]:
        person.visit(address, status=404)
    person.visit("/commissioning/organisations/practices")
    assert "There is no practice yet." in person.words
    client.post("/people/sign-out")
    client.delete_cookie("session")
    _signed_in(person, f"pbc-lead-{trust.ids['DAC']}@whp.example")
    for address in addresses:
        person.visit(address)
        assert "Rename" not in person.words
    person.visit(f"{addresses[1]}/move", status=403)
    person.visit("/commissioning/catalogue/services/add", status=403)


def _given(person: Person, trust: Trust) -> Person:
    return _signed_in(person, f"commissioner-{trust.id}@whp.example")


def test_groups_and_providers_come_in_from_files_and_go_out_unchanged(person: Person) -> None:
    trust = a_trust()
    _given(person, trust)
    for what, column, sheet, fault in (
        (
            "groups",
            "locality",
            b"code,name,locality\nRED,Red House,Hertsmere\n",
            b"code,name,locality\nX,Far,Nowhere\n",
        ),
        ("providers", "sort", b"code,name,sort\nHSP,Hospice,voluntary\n", b"code,name,sort\nHSQ,Hospital,hospital\n"),
    ):
        page = f"/commissioning/organisations/{what}/upload"
        button = "Upload and check"
        person.visit(f"/commissioning/organisations/{what}")
        person.follow("Upload PbC groups" if what == "groups" else "Upload providers")
        person.send({"file": (io.BytesIO(fault), f"{what}.csv")}, button, 422)
        assert person.table("1 problem")[1][1:3] == ["2", column]
        person.send({"file": (io.BytesIO(sheet), f"{what}.csv")}, button)
        assert "recorded." in person.words
        for ending in ("csv", "xlsx"):
            taken = person.client.get(f"/commissioning/organisations/download/{what}.{ending}").data
            person.visit(page).send({"file": (io.BytesIO(taken), f"{what}.{ending}")}, button, 422)
            assert "Everything in the file is recorded just so already." in person.words


def test_a_sheet_with_sixty_problems_lists_all_of_them_and_one_in_windows_1252_is_read(person: Person) -> None:
    trust = a_trust()
    _given(person, trust)
    rows = "".join(f"X{number},Practice,NONE\n" for number in range(60))
    person.visit("/commissioning/organisations/practices/upload")
    person.send({"file": (io.BytesIO(f"code,name,group\n{rows}".encode()), "p.csv")}, "Upload and check", 422)
    assert len({row[1] for row in person.table("")[1:]}) == 60
    named = "code,name,group\nX82077,The Oak\u2019s surgery,DAC\n".encode("cp1252")
    person.send({"file": (io.BytesIO(named), "p.csv")}, "Upload and check")
    assert "The Oak\u2019s surgery" in person.words


def test_the_table_can_be_seen_as_of_another_day_and_leaves_out_of_scope_services_out_of_the_gaps(
    person: Person,
) -> None:
    trust = a_trust()
    _arrange(trust, some_services(trust, "DIAB-NUR")["DIAB-NUR"])
    prison = ServiceLine(code="PRISON", name="Prison health", in_scope=False)
    with transaction():
        record_services(commissioner_id=trust.id, lines=[prison], scope_reason="Not PbC", by=trust.commissioner)
    _given(person, trust)
    for day, month, gaps in (("31", "3", "2"), ("1", "4", "1")):
        person.visit("/commissioning/catalogue/")
        assert "Not a valid choice" not in person.words
        person.send({"on-day": day, "on-month": month, "on-year": "2008"}, button="Show")
        [_, diabetes, prisons, *_] = person.table("2 services by locality, as arranged on")
        assert (diabetes[-1], prisons[-1]) == (gaps, "0")
    person.visit("/commissioning/catalogue/")
    person.send({"on-day": "31", "on-month": "2", "on-year": "2008"}, button="Show")
    assert "must be a real date" in person.words
