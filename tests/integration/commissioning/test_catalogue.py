"""Services and arrangements: what they refuse, gaps by locality, who may not, what the audit says."""

from datetime import date
from decimal import Decimal

import pytest

from commissioning.catalogue.actions import services as service_actions
from commissioning.catalogue.actions.arrangements import change_arrangement, record_arrangements
from commissioning.catalogue.actions.services import add_service, change_service, close_service, record_services
from commissioning.catalogue.models import Arrangement
from commissioning.catalogue.queries import arrangements_of, list_arrangements_at, services_of, table_on
from commissioning.catalogue.rules import ArrangementKind, ArrangementLine, ServiceLine
from commissioning.organisations.actions.groups import place_group
from commissioning.organisations.actions.localities import close_locality
from commissioning.organisations.actions.providers import close_provider
from commissioning.organisations.rules.values import HasProblems
from core.audit_trail.models import AuditEvent
from core.audit_trail.queries import history_of
from core.db import db, transaction
from core.errors import NotAllowed, Refusal
from tests.builders_commissioning import Trust, a_lead, a_neighbour, a_trust, some_services

pytestmark = pytest.mark.usefixtures("database")
APRIL = date(2008, 4, 1)
MARCH = date(2008, 3, 31)
OWN, HOSTED, NONE = ArrangementKind.OWN, ArrangementKind.HOSTED, ArrangementKind.NONE


def _arrange(
    trust: Trust,
    service_id: int,
    kind: ArrangementKind,
    on: date = APRIL,
    *,
    locality: str = "Dacorum",
    provider: str = "",
    share: str = "",
) -> Arrangement:
    with transaction():
        return change_arrangement(
            service_id=service_id,
            locality_id=trust.localities[locality],
            kind=kind,
            provider_id=trust.ids[provider] if provider else None,
            share=Decimal(share) if share else None,
            starts_on=on,
            by=trust.commissioner,
        )


def test_an_arrangement_holds_from_1_april_and_the_one_before_on_31_march() -> None:
    trust = a_trust()
    diab = some_services(trust, "DIAB")["DIAB"]
    _arrange(trust, diab, OWN, date(2007, 4, 1))
    _arrange(trust, diab, HOSTED, APRIL, provider="WHHT", share="50")
    words = [table_on(trust.id, day).rows[0].cells[0].words for day in (MARCH, APRIL)]
    assert words == ["Own provider services", "Hosted by West Hertfordshire Hospitals, our share 50%"]
    assert history_of("service", diab)[0].did == (
        "changed Dacorum from 1 April 2008 on: Hosted by West Hertfordshire Hospitals, our share 50%, "
        "before: Own provider services"
    )


def test_an_arrangement_between_two_ends_where_the_next_begins() -> None:
    trust = a_trust()
    diab = some_services(trust, "DIAB")["DIAB"]
    _arrange(trust, diab, OWN, date(2007, 4, 1))
    _arrange(trust, diab, NONE, date(2008, 7, 1))
    _arrange(trust, diab, ArrangementKind.OUT_TO_TENDER, APRIL)
    kept = list_arrangements_at(diab, trust.localities["Dacorum"])
    assert [(a.starts_on, a.ends_on) for a in kept] == [
        (date(2007, 4, 1), APRIL),
        (APRIL, date(2008, 7, 1)),
        (date(2008, 7, 1), None),
    ]


def test_gaps_are_nothing_recorded_and_none_and_are_counted_by_locality() -> None:
    trust = a_trust()
    ids = some_services(trust, "DIAB", "PULM")
    _arrange(trust, ids["DIAB"], OWN)
    _arrange(trust, ids["DIAB"], NONE, locality="Hertsmere")
    _arrange(trust, ids["PULM"], OWN)
    _arrange(trust, ids["PULM"], OWN, locality="Hertsmere")
    table = table_on(trust.id, APRIL)
    assert [cell.words for cell in table.rows[0].cells] == ["Own provider services", "Gap: none"]
    assert (table.gaps(0), table.gaps(1)) == (0, 1)
    assert [row.service.code for row in table_on(trust.id, APRIL, only_gaps=True).rows] == ["DIAB"]
    assert table_on(trust.id, MARCH).count(0, None) == 2


@pytest.mark.parametrize(
    ("kind", "provider", "share", "sentence"),
    [
        (ArrangementKind.SUBCONTRACTED, "", "", "“Subcontracted” needs the provider it goes to."),
        (HOSTED, "WHHT", "", "“Hosted” needs our share of a hosted service in per cent."),
        (NONE, "WHHT", "", "“None” needs no provider where the service is not provided."),
        (OWN, "", "50", "“Own provider services” needs no share where the service is not hosted."),
    ],
)
def test_an_arrangement_names_what_its_kind_needs(
    kind: ArrangementKind, provider: str, share: str, sentence: str
) -> None:
    trust = a_trust()
    diab = some_services(trust, "DIAB")["DIAB"]
    with pytest.raises(Refusal) as refusal:
        _arrange(trust, diab, kind, provider=provider, share=share)
    assert str(refusal.value) == sentence


def test_the_share_of_a_hosted_service_reaches_the_workbook_only_where_all_hosts_agree() -> None:
    trust = a_trust()
    ids = some_services(trust, "DIAB", "PULM")
    for locality, share in (("Dacorum", "50"), ("Hertsmere", "50")):
        _arrange(trust, ids["DIAB"], HOSTED, locality=locality, provider="WHHT", share=share)
    _arrange(trust, ids["PULM"], HOSTED, provider="WHHT", share="50")
    _arrange(trust, ids["PULM"], OWN, locality="Hertsmere")
    assert [(line.code, line.hosted_share) for line in services_of(trust.id, APRIL)] == [
        ("DIAB", Decimal(50)),
        ("PULM", None),
    ]


def test_a_service_is_added_changed_and_closed_and_its_code_never_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    trust, line = a_trust(), ServiceLine(code="DIAB", name="Diabetes nurses")
    with transaction():
        service = add_service(commissioner_id=trust.id, line=line, by=trust.commissioner)
    with pytest.raises(Refusal, match=r"^Say why Prison health is out of scope\.$"), transaction():
        change_service(
            service_id=service.id,
            line=ServiceLine(code="DIAB", name="Prison health", in_scope=False),
            by=trust.commissioner,
        )
    with pytest.raises(Refusal, match=r"^The code of Diabetes nurses stays DIAB"), transaction():
        change_service(service_id=service.id, line=ServiceLine(code="D", name="D"), by=trust.commissioner)
    monkeypatch.setattr(
        service_actions, "reasons_against_closing_service", [lambda _service, _on: ["A draft names it."]]
    )
    with pytest.raises(Refusal, match=r"^Diabetes nurses cannot be closed yet\. A draft names it\.$"), transaction():
        close_service(service_id=service.id, closed_on=APRIL, reason="Merged", by=trust.commissioner)
    monkeypatch.setattr(service_actions, "reasons_against_closing_service", [])
    with transaction():
        close_service(service_id=service.id, closed_on=APRIL, reason="Merged", by=trust.commissioner)
    assert services_of(trust.id) == []
    assert [len(table_on(trust.id, day).rows) for day in (MARCH, APRIL)] == [1, 0]
    with pytest.raises(Refusal) as refusal, transaction():
        add_service(commissioner_id=trust.id, line=line, by=trust.commissioner)
    assert str(refusal.value) == "The code DIAB belonged to Diabetes nurses. Codes are never used again."
    assert [entry.did for entry in history_of("service", service.id)] == [
        "closed it from 1 April 2008: Merged",
        "added Diabetes nurses (DIAB)",
    ]


def test_a_locality_and_a_provider_with_services_are_not_closed() -> None:
    trust = a_trust()
    diab = some_services(trust, "DIAB")["DIAB"]
    _arrange(trust, diab, ArrangementKind.SUBCONTRACTED, provider="WHHT")
    with transaction():
        place_group(group_id=trust.ids["DAC"], locality_id=trust.localities["Hertsmere"], by=trust.commissioner)
    with pytest.raises(Refusal) as refusal, transaction():
        close_locality(locality_id=trust.localities["Dacorum"], closed_on=APRIL, reason="Merged", by=trust.commissioner)
    assert str(refusal.value) == (
        "Dacorum cannot be closed yet. 1 service is provided there: record “None” for them first."
    )
    with pytest.raises(Refusal) as refusal, transaction():
        close_provider(provider_id=trust.ids["WHHT"], closed_on=APRIL, reason="Merged", by=trust.commissioner)
    assert str(refusal.value) == (
        "West Hertfordshire Hospitals cannot be closed yet. It provides Service DIAB in Dacorum: "
        "arrange that with somebody else first."
    )


def test_a_sheet_of_arrangements_is_one_act_checked_whole() -> None:
    trust = a_trust()
    some_services(trust, "DIAB")
    good = [
        ArrangementLine(service="DIAB", locality="Dacorum", kind=OWN, starts=date(2007, 4, 1), ends=APRIL),
        ArrangementLine(
            service="DIAB", locality="Dacorum", kind=HOSTED, starts=APRIL, provider="WHHT", share=Decimal("33.5")
        ),
    ]
    bad = [
        *good,
        ArrangementLine(service="NONE", locality="Dacorum", kind=OWN, starts=APRIL, row=4),
        ArrangementLine(service="DIAB", locality="Dacorum", kind=OWN, starts=date(2008, 5, 1), row=5),
    ]
    with pytest.raises(HasProblems) as refusal, transaction():
        record_arrangements(commissioner_id=trust.id, lines=bad, by=trust.commissioner)
    assert [(p.row, p.column) for p in refusal.value.problems] == [(4, "service"), (5, "starts")]
    assert arrangements_of(trust.id) == []
    before = db.session.query(AuditEvent).count()
    with transaction():
        assert record_arrangements(commissioner_id=trust.id, lines=good, by=trust.commissioner) == 2
    assert db.session.query(AuditEvent).count() == before + 1
    assert arrangements_of(trust.id) == good
    with pytest.raises(Refusal, match="recorded just so already"), transaction():
        record_arrangements(commissioner_id=trust.id, lines=arrangements_of(trust.id), by=trust.commissioner)


def test_a_sheet_of_services_adds_and_changes_and_says_so() -> None:
    trust = a_trust()
    some_services(trust, "DIAB", "PULM")
    lines = [
        ServiceLine(code="DIAB", name="Diabetes"),
        ServiceLine(code="DENT", name="Dental", currencies=("contact",)),
    ]
    with transaction():
        assert record_services(commissioner_id=trust.id, lines=lines, by=trust.commissioner) == 2
    assert [(line.code, line.name) for line in services_of(trust.id)] == [
        ("DENT", "Dental"),
        ("DIAB", "Diabetes"),
        ("PULM", "Service PULM"),
    ]
    assert history_of("party", trust.id)[0].did == "recorded services: 1 added, 1 changed"


def test_people_of_another_trust_and_leads_change_no_service_and_no_arrangement() -> None:
    trust = a_trust()
    diab = some_services(trust, "DIAB")["DIAB"]
    for other in (a_neighbour(trust), a_lead(trust)):
        with pytest.raises(NotAllowed), transaction():
            change_service(service_id=diab, line=ServiceLine(code="DIAB", name="X"), by=other)
        with pytest.raises(NotAllowed), transaction():
            change_arrangement(
                service_id=diab, locality_id=trust.localities["Dacorum"], kind=OWN, starts_on=APRIL, by=other
            )
        with pytest.raises(NotAllowed), transaction():
            record_services(commissioner_id=trust.id, lines=[ServiceLine(code="X", name="X")], by=other)
