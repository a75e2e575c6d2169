"""Proposing how payments are made, and deciding over it as a second person: file layouts and what is set aside."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from core import audit
from core.db import db
from core.errors import Refusal
from core.four_eyes import decides_own
from core.permissions import Actor, Permission, check_may
from core.wording import in_full
from les.payments.actions.recording import note
from les.payments.models.settings import FileLayout, LayoutDecision, SetAside, SetAsideDecision
from les.payments.queries.runs import hold_commissioner
from les.payments.queries.settings import find_layout, find_set_aside
from les.payments.rules.layouts import DayForm, Layout, Sign, check_layout, columns_from
from les.payments.rules.setting_aside import check_percent
from les.schemes.actions.recording import words_to_keep
from les.schemes.queries.schemes import find_seen
from les.schemes.rules.deciding import check_may_decide
from les.schemes.rules.kinds import VERDICT_NAMES, Verdict

LAYOUT, SET_ASIDE = "payment_layout", "set_aside"


def propose_layout(
    *,
    commissioner_id: int,
    columns: str,
    day_form: DayForm,
    sign: Sign,
    starts_on: date,
    source: str,
    by: Actor,
    at: datetime,
) -> FileLayout:
    """Propose how the file is laid out, for runs that pay on a day or later."""
    check_may(by, Permission.PAY_CLAIMS, commissioner_id=commissioner_id)
    value = Layout(
        columns=columns_from(words_to_keep(columns, what="The columns", most=4_000)), day_form=day_form, sign=sign
    )
    check_layout(value)
    layout = FileLayout(
        commissioner_id=commissioner_id,
        starts_on=starts_on,
        columns=value.written,
        day_form=day_form,
        sign=sign,
        source=words_to_keep(source, what="Where it comes from"),
        proposed_by_id=by.person_id,
        proposed_at=at,
    )
    db.session.add(layout)
    db.session.flush()
    new: audit.Values = {"day": in_full(starts_on), "columns": len(value.columns), "source": layout.source}
    note(commissioner_id, "propose_layout", by, subject=LAYOUT, subject_id=layout.id, new=new)
    return layout


def decide_layout(*, layout_id: int, verdict: Verdict, reason: str, by: Actor, at: datetime) -> FileLayout:
    """Approve or decline a layout as a second person of finance, or withdraw one’s own."""
    layout = _layout(layout_id)
    check_may(by, Permission.PAY_CLAIMS, commissioner_id=layout.commissioner_id)
    hold_commissioner(layout.commissioner_id)
    layout = _layout(layout_id)
    kept = _checked(layout, verdict, reason, by)
    decision = LayoutDecision(
        layout=layout,
        verdict=verdict,
        reason=kept,
        proposed_by_id=layout.proposed_by_id,
        decided_by_id=by.person_id,
        decided_at=at,
    )
    db.session.add(decision)
    db.session.flush()
    new = {"day": in_full(layout.starts_on), "verdict": VERDICT_NAMES[verdict].lower(), "reason": kept}
    note(layout.commissioner_id, "decide_layout", by, subject=LAYOUT, subject_id=layout.id, new=new)
    return layout


def propose_set_aside(
    *, scheme_id: int, percent: Decimal, starts_on: date, source: str, by: Actor, at: datetime
) -> SetAside:
    """Propose which per cent of a scheme’s payments stays on the accounts of groups; nought: nothing any more."""
    scheme = find_seen(scheme_id, by)
    if scheme is None:
        raise Refusal("There is no such scheme. Choose one from the list.")
    check_may(by, Permission.PAY_CLAIMS, commissioner_id=scheme.commissioner_id)
    check_percent(Fraction(percent))
    set_aside = SetAside(
        scheme_id=scheme_id,
        percent=percent,
        starts_on=starts_on,
        source=words_to_keep(source, what="Where it comes from"),
        proposed_by_id=by.person_id,
        proposed_at=at,
    )
    db.session.add(set_aside)
    db.session.flush()
    new = {
        "scheme": scheme.called,
        "percent": f"{percent:f}",
        "day": in_full(starts_on),
        "source": set_aside.source,
    }
    note(scheme.commissioner_id, "propose_set_aside", by, subject=SET_ASIDE, subject_id=set_aside.id, new=new)
    return set_aside


def decide_set_aside(*, set_aside_id: int, verdict: Verdict, reason: str, by: Actor, at: datetime) -> SetAside:
    """Approve or decline a percentage as a second person of finance, or withdraw one’s own."""
    set_aside = _set_aside(set_aside_id)
    commissioner_id = set_aside.scheme.commissioner_id
    check_may(by, Permission.PAY_CLAIMS, commissioner_id=commissioner_id)
    hold_commissioner(commissioner_id)
    set_aside = _set_aside(set_aside_id)
    kept = _checked(set_aside, verdict, reason, by)
    decision = SetAsideDecision(
        set_aside=set_aside,
        verdict=verdict,
        reason=kept,
        proposed_by_id=set_aside.proposed_by_id,
        decided_by_id=by.person_id,
        decided_at=at,
    )
    db.session.add(decision)
    db.session.flush()
    new = {
        "scheme": set_aside.scheme.called,
        "percent": f"{set_aside.percent:f}",
        "verdict": VERDICT_NAMES[verdict].lower(),
        "reason": kept,
    }
    note(commissioner_id, "decide_set_aside", by, subject=SET_ASIDE, subject_id=set_aside.id, new=new)
    return set_aside


def _checked(proposed: FileLayout | SetAside, verdict: Verdict, reason: str, by: Actor) -> str:
    check_may_decide(
        decided=proposed.decision.verdict if proposed.decision else None,
        verdict=verdict,
        is_own=decides_own(by, proposed.proposed_by_id, withdraws=verdict is Verdict.WITHDRAWN),
    )
    return words_to_keep(reason, what="The reason", is_needed=verdict is not Verdict.APPROVED)


def _layout(layout_id: int) -> FileLayout:
    found = find_layout(layout_id)
    if found is None:
        raise Refusal("There is no such layout.")
    return found


def _set_aside(set_aside_id: int) -> SetAside:
    found = find_set_aside(set_aside_id)
    if found is None:
        raise Refusal("There is no such percentage.")
    return found
