"""How the table of routes and roles is found out: each person asks for each route once."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
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
from contracts.agreements.actions.drafting import start_contract
from contracts.agreements.actions.following import follow_heads
from contracts.agreements.queries.contracts import get_contract
from contracts.heads_of_terms.actions import talking as heads_talking
from contracts.heads_of_terms.actions.drafting import draft_new_version
from contracts.notices.actions import keeping as notice_keeping
from contracts.notices.queries.notices import find_seen
from contracts.specifications.actions.attaching import attach_document
from contracts.variations.actions import documents as vary
from contracts.variations.queries.variations import list_of_contract
from core import clock
from core.attachments.checking import check_file
from core.audit_trail.actions import propose_redaction
from core.audit_trail.rules import Ground
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
from les.payments.actions.account_entries import EntryText, propose_account_entry
from les.payments.actions.account_invoices import InvoiceText, attach_to_invoice, put_invoice_forward
from les.payments.rules.accounts import EntryKind
from les.schemes.actions.attaching import attach_document as attach_to_version
from les.schemes.actions.funding.advising import ask_opinions
from les.schemes.actions.funding.applying import attach_evidence, begin_application
from les.schemes.actions.making import begin_next_version
from les.schemes.queries.funding import get_application
from les.schemes.queries.schemes import get_version
from les.schemes.rules.attached import DocumentKind
from tests.architecture.examples_in_state import SERVICE, colleague, examples_in_state
from tests.architecture.examples_of_locks import example_of_a_lock
from tests.architecture.examples_of_services import examples_of_services
from tests.conftest import make_app
from tests.journeys.signing_in import session_of

Session = dict[str, object]
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
    "person_id": 7,
    "proposal_id": 2,
    "application_id": 2,
    "item": "line:COMM-NUR",
    "version_id": 3,
    "section_id": 56,
    "code": "local-2008",
    "number": 1,
    "term_code": "TOTAL",
    "standard": "TUPE",
    "month": "2008-02",
    "starts_in": 2008,
}
ACTS_ON_A_PLAN = (
    "plan_service",
    "plan_service_anew",
    "write_plan",
    "take_out_planned_line",
    "download_plan_csv",
    "download_plan_xlsx",
)
ACTS_ON_A_VARIATION = (
    "choose_plan_line",
    "take_out_figures",
    "choose_terms",
    "show_variation",
    "change_details",
    "choose_part",
    "add_schedule",
    "take_out_part",
    "drop_change",
    "write_last_day",
    "choose_line",
    "propose_variation",
    "sign_variation",
    "withdraw_variation",
    "dispute_variation",
    "settle_dispute",
    "attach_document",
    "comment_on_variation",
    "download_variation_pdf",
    "download_variation_docx",
)
ACTS_ON_A_NOTICE = (
    "show_notice",
    "download_letter_pdf",
    "answer_notice",
    "record_meeting",
    "record_outcome",
    "propose_plan",
    "close_notice",
    "withhold_payment",
    "attach_document",
    "comment_on_notice",
)
EXAMPLES_OF: dict[str, dict[str, object]] = {
    **{
        f"activity.{page}": {"month": "2008-02", "service": "PODIATRY", "kind": "csv"}
        for page in (
            "show_figures",
            "download_figures",
            "accept_return",
            "ask_about",
            "ask_to_resubmit",
            "freeze_month",
            "post_adjustment",
        )
    },
    **{f"activity.download_{what}": {"kind": "csv"} for what in ("calendar", "open_queries", "expected")},
    "activity.set_rule": {"rule": "unplaced_share"},
    "catalogue.download_sheet": {"file": "services.csv"},
    "heads_of_terms.compare_versions": {"heads_id": 2, "earlier_id": 1},
    "contracts.write_line": {"contract_id": 2, "line": "COMM-NUR"},
    **{f"contracts.{act}": {"schedule_id": 2} for act in ACTS_ON_A_PLAN},
    **{
        f"contracts.{act}": {"schedule_id": 3, "terms_id": 2}
        for act in ("show_payment", "draw_payment", "take_out_terms")
    },
    "contracts.write_terms": {"schedule_id": 3, "service": "COMM-NUR", "basis": "block"},
    **{f"variations.{act}": {"line": "prices-1:terms/COMM-MAT"} for act in ("show_payment", "draw_payment")},
    "variations.write_plan_line": {"number": 3, "line": "activity_plan-1:plan/COMM-NUR/DAC"},
    "variations.plan_service": {"number": 3, "part": "activity_plan-1"},
    "variations.write_terms": {"number": 3, "part": "prices-1", "service": "COMM-MAT", "basis": "block"},
    **{f"variations.{act}": {"number": 3} for act in ACTS_ON_A_VARIATION},
    "variations.write_part": {"number": 3, "part": "quality-1"},
    "variations.write_money": {"number": 3, "line": "COMM-MAT"},
    **{
        f"contract_notices.{act}": {"contract_id": 5}
        for act in ("show_ledger", "issue_notice", "draw_timeline", "download_timeline_csv", "download_timeline_xlsx")
    },
    **{f"contract_notices.download_ledger_{kind}": {"contract_id": 5} for kind in ("csv", "xlsx", "pdf")},
    **{f"contract_notices.{act}": {"contract_id": 5, "number": 2} for act in ACTS_ON_A_NOTICE},
    **{
        f"contract_notices.{act}": {"contract_id": 5, "number": 2, "milestone_id": 3}
        for act in ("report_milestone", "judge_milestone", "report_exception", "attach_evidence")
    },
    **{
        f"contract_notices.{act}": {"contract_id": 5, "number": 2, "entry_number": 1}
        for act in ("give_back", "decide_entry")
    },
    "contract_notices.answer_plan": {"contract_id": 5, "number": 2, "plan_number": 1},
    "contract_notices.download_exception_pdf": {"contract_id": 5, "number": 2, "report_id": 1},
    "reviews.show_pack_chart": {"key": "money", "turn": 1},
    **{f"schemes.{act}_version": {"version_id": 8} for act in ("approve", "return", "submit")},
    "schemes.decide_outcome": {"case_id": 4, "proposal_id": 4},
}
PARTIES = {"party_id": "HER", "group_id": "HER", "practice_id": "X82011", "provider_id": "NBR"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One address and method, and an example of it."""

    rule: str
    method: str
    path: str


def demo_application(path: Path) -> Flask:
    """The demo year on that database, seeded where it is empty, with the people of another commissioner besides."""
    app = make_app(f"sqlite:///{path}", DEMO=True, **SERVICE)
    with app.app_context():
        prepare_demo()
        _add_others()
        _add_records()
        _session_of(Role.COMMISSIONER.value)  # the first session is always theirs, whoever asks first
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


def signed_in_as(app: Flask, who: str) -> Session:
    """What the cookie of this person holds who signed in just now; nothing for a visitor."""
    if who == "visitor":
        return {}
    with app.app_context():
        return _session_of(who)


def access_of(app: Flask, who: str, route: Route, signed_in: Session | None = None) -> str:
    """What this person gets when asking for a route. `signed_in`: a session to go on with; else each asks in one of
    its own.
    """
    client = app.test_client()
    with client.session_transaction() as session:
        session.update(signed_in_as(app, who) if signed_in is None else signed_in)
    answer = client.open(route.path, method=route.method)
    if answer.status_code in {302, 307} and urlsplit(answer.location).path.endswith("/sign-in"):
        return "sign in"
    return {401: "token", 403: "refused", 404: "hidden"}.get(answer.status_code, "open")


def _session_of(who: str) -> Session:
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


def _add_to_contracts(by: Actor) -> None:
    """A draft that follows the heads of terms of the demo year, and a letter kept with its disputed variation."""
    wanted = replace(get_contract(1).particulars, reference="WH/2008/99")
    with transaction():
        contract = start_contract(commissioner_id=by.organisation_id, wanted=wanted, by=by, at=clock.now())
        follow_heads(contract_id=contract.id, heads_id=1, by=by)
        (variation, *_) = (each for each in list_of_contract(1) if each.number == 3)
        letter = check_file(file_name="letter.txt", content=b"An example.")
        kept = vary.attach_document(variation_id=variation.id, title="An example", file=letter, by=by, at=clock.now())
        EXAMPLES_OF.update(
            {f"variations.{act}_document": {"number": 3, "attachment_id": kept.id} for act in ("download", "withdraw")}
        )
    for act in ("decide_term", "keep_term", "stop_following"):
        EXAMPLES_OF[f"contracts.{act}"] = {"contract_id": contract.id, "heads_id": 1}
    EXAMPLES_OF["contracts.issue_contract"] = {"contract_id": contract.id}


def _add_to_notices(by: Actor) -> None:
    """A letter kept with the second notice of the demo year, and one with a milestone of its plan."""
    letter = check_file(file_name="letter.txt", content=b"An example.")
    notice = find_seen(5, 2, by=by)
    assert notice is not None
    for name, milestone in (("document", None), ("evidence", 3)):
        with transaction():
            kept = notice_keeping.attach_document(
                notice_id=notice.id,
                milestone_id=milestone,
                title="An example",
                file=letter,
                by=by,
                at=clock.now(),
                on=clock.today(),
                href="/contracts/5/notices/2",
            )
        there = {"contract_id": 5, "number": 2, "attachment_id": kept.id}
        if milestone:
            there["milestone_id"] = milestone
        EXAMPLES_OF.update({f"contract_notices.{act}_{name}": dict(there) for act in ("download", "withdraw")})


def _add_to_schemes(by: Actor) -> None:
    """The next version of the first enhanced service of the demo year, in draft."""
    with transaction():
        version = begin_next_version(version_id=1, by=by, at=clock.now())
        section = min(get_version(version.id).sections, key=lambda each: each.place)
        EXAMPLES_OF.update({f"schemes.{act}": {"version_id": version.id} for act in ("change_control", "write_terms")})
        there = {"version_id": version.id, "section_id": section.id}
        for act in ("write_section", "show_comments", "resolve_comments", "reopen_comments"):
            EXAMPLES_OF[f"schemes.{act}"] = dict(there)
        letter = check_file(file_name="letter.txt", content=b"An example.")
        kind, at = DocumentKind.OTHER, clock.now()
        kept = attach_to_version(version_id=version.id, kind=kind, title="An example", file=letter, by=by, at=at)
        EXAMPLES_OF["schemes.attach_document"] = {"version_id": version.id}
        for act in ("download", "withdraw"):
            EXAMPLES_OF[f"schemes.{act}_document"] = {"version_id": version.id, "attachment_id": kept.id}


def _add_to_funding(by: Actor) -> None:
    """A draft of a practice with evidence, and the application of the demo year about which another group is asked."""
    practice, on, href = _actor(Role.PRACTICE_MANAGER), clock.today(), "/les/funding/2"
    letter = check_file(file_name="letter.txt", content=b"An example.")
    wanted = replace(get_application(2).wanted, what="An example")
    with transaction():
        groups = [_party(str(EXAMPLES["group_code"]))]
        due_on = on + timedelta(days=10)
        ask_opinions(application_id=2, group_ids=groups, due_on=due_on, by=by, on=on, at=clock.now(), href=href)
    with transaction():
        scheme_id = get_application(2).scheme_id
        draft = begin_application(scheme_id=scheme_id, wanted=wanted, by=practice, on=on, at=clock.now())
        kept = attach_evidence(application_id=draft.id, title="An example", file=letter, by=practice, at=clock.now())
    for act in ("change", "send"):
        EXAMPLES_OF[f"scheme_funding.{act}_application"] = {"application_id": draft.id}
    for act in ("download", "withdraw"):
        EXAMPLES_OF[f"scheme_funding.{act}_evidence"] = {"application_id": draft.id, "attachment_id": kept.id}


def _add_to_group_accounts(by: Actor) -> None:
    """An invoice that waits on the account of the example’s group, with a document, and an entry by hand."""
    finance, on = _actor(Role.FINANCE), clock.today()
    group_id, letter = _party(str(EXAMPLES["group_code"])), check_file(file_name="letter.txt", content=b"An example.")
    text = InvoiceText(supplier="An example", number="1", invoiced_on=on, amount=Decimal(1), what_for="An example")
    entry = EntryText(kind=EntryKind.OPENING, amount=Decimal(1), as_at=on, source="An example")
    with transaction():
        invoice = put_invoice_forward(group_id=group_id, invoice=text, by=by, on=on, at=clock.now())
        kept = attach_to_invoice(invoice_id=invoice.id, title="An example", file=letter, by=by, at=clock.now())
        made = propose_account_entry(group_id=group_id, entry=entry, by=finance, on=on, at=clock.now())
    for act in ("show_invoice", "decide_invoice", "withdraw_invoice", "attach_document"):
        EXAMPLES_OF[f"group_accounts.{act}"] = {"invoice_id": invoice.id}
    for act in ("download", "withdraw"):
        EXAMPLES_OF[f"group_accounts.{act}_document"] = {"invoice_id": invoice.id, "attachment_id": kept.id}
    for act in ("show", "decide"):
        EXAMPLES_OF[f"group_accounts.{act}_entry"] = {"entry_id": made.id}


def _add_records() -> None:
    """What the demo year has none of: an interest, a token, a proposed redaction, a job, a message, a sign-off."""
    administrator, commissioner = _actor(Role.ADMINISTRATOR), _actor(Role.COMMISSIONER)
    _add_to_heads_of_terms(commissioner)
    _add_to_contracts(commissioner)
    _add_to_notices(commissioner)
    _add_to_schemes(commissioner)
    _add_to_funding(commissioner)
    EXAMPLES_OF.update(examples_of_services(commissioner, _actor(Role.PRACTICE_MANAGER)))
    _add_to_group_accounts(commissioner)
    EXAMPLES_OF.update(examples_in_state())
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
        propose_redaction(event_id=1, ground=Ground.OTHER, reason="an example", by=administrator, at=clock.now())
        ask_for(kind="send mail", key="an example", by=commissioner, at=clock.now(), values={})
        notify(
            key="an example",
            person_ids=[commissioner.person_id],
            subject="An example",
            words="",
            href="/people/account",
            at=clock.now(),
        )
        _open_the_sign_off(commissioner)
        for room, attach, record in (
            ("specifications", attach_document, "specification_id"),
            ("contracts", contract_talking.attach_document, "contract_id"),
        ):
            text = check_file(file_name="example.txt", content=b"An example.")
            kept = attach(title="An example", file=text, by=commissioner, at=clock.now(), **{record: 1})
            there = {record: 1, "attachment_id": kept.id}
            EXAMPLES_OF.update({f"{room}.{act}_document": dict(there) for act in ("download", "withdraw")})
    EXAMPLES_OF["unlocking.answer_unlocking"] = example_of_a_lock(commissioner, colleague(Role.COMMISSIONER))


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
                email=email, name=who, password="a pass phrase for tests", by=administrator, until=None
            )
            place = group if role is Role.PBC_LEAD else trust
            give_grant(person_id=person.id, role=role, organisation_id=place.id, starts_on=FIRST_DAY, by=administrator)


def _actor(role: Role) -> Actor:
    grant = db.session.scalars(select(Grant).where(Grant.role == role).order_by(Grant.id).limit(1)).one()
    actor = find_actor(person_id=grant.person_id, on=clock.today(), grant_id=grant.id)
    assert actor is not None
    return actor
