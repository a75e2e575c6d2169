"""Deciding what becomes in a contract of the terms of the heads it follows; by when heads are to be followed."""

from contracts.agreements.actions.recording import held_draft, record_on
from contracts.agreements.models.heads import FOLLOWING_SUBJECT, FollowingTime, TermTrace
from contracts.agreements.queries.content import content_now
from contracts.agreements.queries.followed_part import titles_of
from contracts.agreements.queries.heads import find_followed
from contracts.agreements.queries.unfollowed import find_following_time
from contracts.agreements.rules.trace import FATE_NAMES, Fate, check_decision, check_following_time
from contracts.heads_of_terms.queries.content import content_of
from core import audit
from core.db import db
from core.errors import Refusal
from core.permissions import Actor, Permission, check_may


def decide_term(
    *, contract_id: int, heads_id: int, code: str, fate: Fate, why: str, part_key: str, by: Actor
) -> TermTrace:
    """Decide what becomes of a term, or decide otherwise than before. `part_key`: where it stands, or blank."""
    contract = held_draft(contract_id, by=by)
    followed = find_followed(contract.id, heads_id)
    if followed is None:
        raise Refusal("The contract does not follow these heads of terms any more.")
    term = next((each for each in content_of(followed.heads).terms if each.code == code), None)
    if term is None:
        raise Refusal(f"{followed.heads.reference} has no term {code}.")
    parts = titles_of(content_now(contract).parts)
    check_decision(term.title, fate=fate, why=why, part=part_key, parts=list(parts))
    trace = next((each for each in followed.traces if each.code == code), None)
    before = (trace.fate, trace.why, trace.part_key) if trace is not None else None
    if before == (fate, why.strip(), part_key):
        raise Refusal("Nothing was changed: this is what was decided already.")
    if trace is None:
        trace = TermTrace(code=code)
        followed.traces.append(trace)
    trace.fate, trace.why, trace.part_key = fate, why.strip(), part_key
    db.session.flush()
    new: audit.Values = {
        "heads": followed.heads.reference,
        "title": term.title,
        "fate": FATE_NAMES[fate].lower(),
        "why": trace.why,
    }
    old: audit.Values | None = {"fate": FATE_NAMES[before[0]].lower(), "why": before[1]} if before else None
    record_on(contract, "decide_term_with_reason" if trace.why else "decide_term", by=by, new=new, old=old)
    return trace


def set_following_time(*, commissioner_id: int, days: int, source: str, by: Actor) -> FollowingTime:
    """Set within how many days a signed contract is to follow signed heads of terms, and where the number is from."""
    check_may(by, Permission.DRAFT_CONTRACTS, commissioner_id=commissioner_id)
    check_following_time(days=days, source=source)
    kept = find_following_time(commissioner_id, for_change=True)
    old: audit.Values | None = {"days": kept.days, "source": kept.source} if kept is not None else None
    if kept is not None and (kept.days, kept.source) == (days, source.strip()):
        raise Refusal("Nothing was changed: this is the time that is set already.")
    if kept is None:
        kept = FollowingTime(commissioner_id=commissioner_id)
        db.session.add(kept)
    kept.days, kept.source = days, source.strip()
    db.session.flush()
    audit.record(
        db.session(),
        by=by,
        act="contracts.set_following_time",
        subject=FOLLOWING_SUBJECT,
        subject_id=commissioner_id,
        old=old,
        new={"days": days, "source": kept.source},
        commissioner_id=commissioner_id,
    )
    return kept
