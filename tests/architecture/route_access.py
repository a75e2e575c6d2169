"""How the table of routes and roles is found out: each person asks for each route once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from budgets.agreement.actions.decisions import decide_over_dissent, mark_of
from budgets.agreement.actions.sign_off import open_sign_off
from budgets.agreement.models.positions import Position
from budgets.agreement.queries.sign_off_state import content_hash_of, find_state
from budgets.agreement.rules.stances import Stance
from budgets.papers.actions import issue_papers
from budgets.papers.rules import Level, Paper
from budgets.rounds.queries import get_round
from contracts.agreements.actions import talking as contract_talking
from contracts.heads_of_terms.actions import talking as heads_talking
from contracts.heads_of_terms.actions.drafting import draft_new_version
from contracts.specifications.actions.attaching import attach_document
from core import clock
from core.attachments.checking import check_file
from core.audit_trail.actions import propose_redaction
from core.db import db, transaction
from core.jobs.actions import ask_for
from core.notifications.actions import notify
from core.notifications.models import Message
from core.parties.actions import open_party
from core.parties.models import Party
from core.parties.rules import PartyKind
from core.people.actions.administration import create_person
from core.people.actions.grants import give_grant
from core.people.actions.interests import declare_interest
from core.people.actions.tokens import issue_token
from core.people.models import Grant, Person
from core.people.queries import find_actor
from core.permissions import Actor, Permission, Role
from demo.year import prepare_demo
from tests.conftest import make_app
from tests.journeys.signing_in import session_of

TABLE = Path(__file__).with_name("route_access.csv")
OTHERS = {"other commissioner": Role.COMMISSIONER, "other PbC lead": Role.PBC_LEAD, "other auditor": Role.AUDITOR}
PEOPLE = ("visitor", *(role.value for role in Role), *OTHERS)
FIRST_DAY = date(2006, 10, 1)
EXAMPLES: dict[str, object] = {
    "group_code": "HER",
    "line_code": "COMM-NUR",
    "practice_code": "X82011",
    "measure": "gross",
    "file": "practices.csv",
    "step": "uplift",
    "proposal_id": 2,
    "item": "line:COMM-NUR",
    "version_id": 3,
    "section_id": 56,
    "code": "local-2008",
    "number": 1,
    "term_code": "TOTAL",
    "standard": "TUPE",
}
EXAMPLES_OF: dict[str, dict[str, object]] = {
    "catalogue.download_sheet": {"file": "services.csv"},
    "heads_of_terms.compare_versions": {"heads_id": 2, "earlier_id": 1},
    "contracts.write_line": {"contract_id": 2, "line": "COMM-NUR"},
    **{f"specifications.{act}_document": {"attachment_id": 2} for act in ("download", "withdraw")},
    **{f"contracts.{act}_document": {"attachment_id": 3} for act in ("download", "withdraw")},
}
PARTIES = {"party_id": "HER", "group_id": "HER", "practice_id": "X82011", "provider_id": "NBR"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One address and method, and an example of it."""

    rule: str
    method: str
    path: str


def demo_application(path: Path) -> Flask:
    """The demo year on that database, with the people of another commissioner besides."""
    app = make_app(f"sqlite:///{path}", DEMO=True)
    with app.app_context():
        prepare_demo()
        _add_others()
        _add_records()
    return app


def routes_of(app: Flask) -> list[Route]:
    """Every route and method but static files, each with an address that exists in the demo year."""
    with app.test_request_context():
        return [
            Route(rule=str(rule), method=method, path=_example(app, rule))
            for rule in sorted(app.url_map.iter_rules(), key=str)
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
            if rule.endpoint != "static"
        ]


def access_of(app: Flask, who: str, route: Route) -> str:
    """What this person gets when asking for a route."""
    client = app.test_client()
    if who != "visitor":
        with app.app_context():
            signed_in = _session_of(who)
        with client.session_transaction() as session:
            session.update(signed_in)
    answer = client.open(route.path, method=route.method)
    if answer.status_code in {302, 307} and urlsplit(answer.location).path.endswith("/sign-in"):
        return "sign in"
    return {403: "refused", 404: "hidden"}.get(answer.status_code, "open")


def _session_of(who: str) -> dict[str, object]:
    other = who in OTHERS
    role = OTHERS[who] if other else Role(who)
    found = select(Grant).join(Grant.person).where(Grant.role == role, Person.email.startswith("other-") == other)
    if role is Role.PBC_LEAD and not other:
        found = found.join(Party, Grant.organisation_id == Party.id).where(Party.code == EXAMPLES["group_code"])
    grant = db.session.scalars(found.order_by(Grant.id).limit(1)).one()
    actor = find_actor(person_id=grant.person_id, on=clock.today(), grant_id=grant.id)
    assert actor is not None
    return session_of(actor)


def _example(app: Flask, rule: Rule) -> str:
    values: dict[str, object] = {
        name: _party(PARTIES[name]) if name in PARTIES else EXAMPLES.get(name, 1) for name in rule.arguments
    }
    values |= {name: find() for name, find in FOUND.items() if name in rule.arguments}
    values |= EXAMPLES_OF.get(rule.endpoint, {})
    values |= rule.defaults or {}
    adapter = app.url_map.bind("localhost")
    return adapter.build(rule.endpoint, values, method=next(iter((rule.methods or {"GET"}) - {"HEAD", "OPTIONS"})))


def _party(code: str) -> int:
    return db.session.scalars(select(Party.id).where(Party.code == code)).one()


def _standing_dispute() -> int:
    """The dispute that stands at the end of the story: community nursing."""
    disputed = select(Position.id).where(Position.stance == Stance.DISPUTED, Position.item_code == "COMM-NUR")
    return db.session.scalars(disputed.order_by(Position.id.desc()).limit(1)).one()


def _example_message() -> int:
    """The message that `_add_records` sends to the commissioner."""
    return db.session.scalars(select(Message.id).where(Message.key == "an example")).one()


FOUND: dict[str, Callable[[], int]] = {"position_id": _standing_dispute, "message_id": _example_message}
"""Records that examples name by what they are, for their numbers depend on all that the demo year holds."""


def _add_to_heads_of_terms(by: Actor) -> None:
    """A second version of the heads of terms of the demo year, and a document kept with the first."""
    letter = check_file(file_name="letter.txt", content=b"An example.")
    with transaction():
        draft_new_version(heads_id=1, reason="an example", by=by, at=clock.now())
    with transaction():
        heads_talking.attach_document(heads_id=1, title="An example", file=letter, by=by, at=clock.now())


def _add_records() -> None:
    """What the demo year has none of: an interest, a token, a proposed redaction, a job, a message, a sign-off."""
    administrator, commissioner = _actor(Role.ADMINISTRATOR), _actor(Role.COMMISSIONER)
    _add_to_heads_of_terms(commissioner)
    with transaction():
        declare_interest(
            party_id=_party("X82011"), words="a relative works there", starts_on=FIRST_DAY, by=commissioner
        )
        issue_token(
            purpose="an example",
            scope=frozenset({Permission.SEE_ROUNDS}),
            expires_on=clock.today() + timedelta(days=30),
            by=commissioner,
            on=clock.today(),
            at=clock.now(),
        )
        propose_redaction(event_id=1, reason="an example", by=administrator, at=clock.now())
        ask_for(kind="send mail", key="an example", by=commissioner, at=clock.now(), values={})
        told = {"subject": "An example", "words": "", "href": "/people/account"}
        notify(key="an example", person_ids=[commissioner.person_id], at=clock.now(), **told)
        _open_the_sign_off(commissioner)
        for attach, record in (
            (attach_document, "specification_id"),
            (contract_talking.attach_document, "contract_id"),
        ):
            text = check_file(file_name="example.txt", content=b"An example.")
            attach(title="An example", file=text, by=commissioner, at=clock.now(), **{record: 1})


def _open_the_sign_off(commissioner: Actor) -> None:
    """Papers issued, the standing dispute decided over, and the sign-off opened."""
    on, at = clock.today(), clock.now()
    paper = Paper(level=Level.HEADLINES, code="", title="An example", file=b"%PDF")
    issue_papers(
        round_id=1,
        proposal_id=2,
        title="An example",
        meeting_on=on,
        papers=[paper],
        by=commissioner,
        at=at,
        on=on,
        href="/",
    )
    state = find_state(get_round(1), on=on)
    assert state is not None
    reasons = "The count of the diaries comes too late for this year."
    decide_over_dissent(round_id=1, reasons=reasons, seen=mark_of(state), by=commissioner, at=at, on=on)
    decided = find_state(get_round(1), on=on)
    assert decided is not None
    seen_hash = content_hash_of(decided.content)
    open_sign_off(round_id=1, proposal_id=2, seen_hash=seen_hash, by=commissioner, at=at, on=on, href="/")


def _add_others() -> None:
    administrator = _actor(Role.ADMINISTRATOR)
    with transaction():
        trust = open_party(kind=PartyKind.PCT, code="OTH", name="Another PCT", opened_on=FIRST_DAY, by=administrator)
        group = open_party(
            kind=PartyKind.PBC_GROUP,
            code="OTG",
            name="Another group",
            opened_on=FIRST_DAY,
            commissioner_id=trust.id,
            by=administrator,
        )
        for who, role in OTHERS.items():
            email = f"{who.replace(' ', '-')}@demo.example".lower()
            person = create_person(
                email=email, name=who, password="a pass phrase for tests", by=administrator, is_temporary=False
            )
            place = group if role is Role.PBC_LEAD else trust
            give_grant(person_id=person.id, role=role, organisation_id=place.id, starts_on=FIRST_DAY, by=administrator)


def _actor(role: Role) -> Actor:
    grant = db.session.scalars(select(Grant).where(Grant.role == role).order_by(Grant.id).limit(1)).one()
    actor = find_actor(person_id=grant.person_id, on=clock.today(), grant_id=grant.id)
    assert actor is not None
    return actor
