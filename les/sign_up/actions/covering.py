"""Cover: another practice or a provider sees the patients of a practice that stays out, commissioned on its behalf."""

from datetime import date

from core import audit
from core.db import db
from core.errors import Refusal
from core.parties.models import Party
from core.permissions import Actor, Permission
from core.wording import in_full
from les.schemes.actions.recording import held, words_to_keep
from les.schemes.models.schemes import Scheme
from les.sign_up.actions.recording import record
from les.sign_up.models.cover import COVER, Cover
from les.sign_up.queries.cover import get_cover, list_coverers, list_covers
from les.sign_up.queries.practices import practices_of_scheme
from les.sign_up.rules.cover import check_cover

MOST_OF_AGREED = 200


def record_cover(
    *,
    scheme_id: int,
    practice_id: int,
    coverer_id: int,
    starts_on: date,
    ends_on: date | None,
    agreed: str,
    words: str,
    by: Actor,
) -> Cover:
    """Record who covers a practice from a day on. `agreed`: who agreed for the one that covers; blank: nobody yet."""
    scheme = held(scheme_id, by, Permission.OFFER_SCHEMES)
    practice = _practice(scheme, practice_id, starts_on)
    coverer = next((e for e in list_coverers(scheme.commissioner_id, on=starts_on) if e.id == coverer_id), None)
    if coverer is None:
        raise Refusal("There is no such practice or provider on that day. Choose one from the list.")
    check_cover(
        starts_on=starts_on,
        ends_on=ends_on,
        is_own=coverer_id == practice_id,
        others=[(each.coverer.name, each.starts_on, each.ends_on) for each in list_covers(scheme_id, practice_id)],
    )
    cover = Cover(
        scheme_id=scheme_id,
        practice_id=practice_id,
        coverer_id=coverer_id,
        starts_on=starts_on,
        ends_on=ends_on,
        agreed=words_to_keep(agreed, what="Who agreed", is_needed=False, most=MOST_OF_AGREED),
        words=words_to_keep(words, what="What is commissioned", is_needed=False),
    )
    db.session.add(cover)
    db.session.flush()
    new: audit.Values = {"practice": practice.name, "by": coverer.name, "starts_on": in_full(starts_on), **_said(cover)}
    record(scheme, "record_cover", by, subject=COVER, subject_id=cover.id, new=new)
    return cover


def change_cover(*, cover_id: int, ends_on: date | None, agreed: str, words: str, by: Actor) -> Cover:
    """Say who agreed to cover, until when it lasts, and what is commissioned."""
    cover = get_cover(cover_id)
    scheme = held(cover.scheme_id, by, Permission.OFFER_SCHEMES)
    cover = get_cover(cover_id)
    others = [each for each in list_covers(cover.scheme_id, cover.practice_id) if each.id != cover_id]
    check_cover(
        starts_on=cover.starts_on,
        ends_on=ends_on,
        is_own=False,
        others=[(each.coverer.name, each.starts_on, each.ends_on) for each in others],
    )
    old = _said(cover)
    cover.ends_on = ends_on
    cover.agreed = words_to_keep(agreed, what="Who agreed", is_needed=False, most=MOST_OF_AGREED)
    cover.words = words_to_keep(words, what="What is commissioned", is_needed=False)
    db.session.flush()
    new: audit.Values = {"practice": cover.practice.name, "by": cover.coverer.name, **_said(cover)}
    record(scheme, "change_cover", by, subject=COVER, subject_id=cover.id, old=old, new=new)
    return cover


def _practice(scheme: Scheme, practice_id: int, on: date) -> Party:
    found = (each.practice for each in practices_of_scheme(scheme, on=on) if each.practice.id == practice_id)
    practice = next(found, None)
    if practice is None:
        raise Refusal("The scheme is not for this practice on that day. Choose one from the list.")
    return practice


def _said(cover: Cover) -> dict[str, str]:
    return {
        "ends_on": in_full(cover.ends_on) if cover.ends_on else "open",
        "agreed": cover.agreed or "nobody agreed yet",
        "words": cover.words,
    }
