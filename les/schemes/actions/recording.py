"""What all acts on schemes do: hold the scheme, ask who may, look over what was written, note the event."""

from core import audit
from core.db import db
from core.errors import Refusal
from core.identifiers import has_identifier
from core.permissions import Actor, Permission, check_may
from les.schemes.models.schemes import SUBJECT, Scheme, SchemeVersion
from les.schemes.queries.schemes import get_scheme, get_version, scheme_id_of

MOST_OF_WORDS = 500


def held(scheme_id: int, by: Actor, permission: Permission) -> Scheme:
    """The scheme, held until the act is over: acts on one follow each other. Refuses who may not."""
    scheme = get_scheme(scheme_id, for_change=True)
    check_may(by, permission, commissioner_id=scheme.commissioner_id)
    return scheme


def held_version(version_id: int, by: Actor, permission: Permission = Permission.MAINTAIN_SCHEMES) -> SchemeVersion:
    """The version, its scheme held until the act is over. Refuses who may not."""
    held(scheme_id_of(version_id), by, permission)
    return get_version(version_id)


def words_to_keep(words: str, *, what: str, is_needed: bool = True, most: int = MOST_OF_WORDS) -> str:
    """What somebody wrote, as it is kept. Refuses what is missing, too long, or holds an NHS number."""
    kept = words.strip()
    if is_needed and not kept:
        raise Refusal(f"{what} is missing. Write it in a sentence.")
    if len(kept) > most:
        raise Refusal(f"{what} has more than {most} characters. Shorten it.")
    if has_identifier(kept):
        raise Refusal(
            f"{what} holds a number that passes the NHS number check. "
            "Take it out: nothing about a patient may be kept here."
        )
    return kept


def record(
    scheme: Scheme,
    act: str,
    by: Actor,
    *,
    old: audit.Values | None = None,
    new: audit.Values | None = None,
    subject: str = SUBJECT,
    subject_id: int | None = None,
) -> None:
    """Note an act on a scheme, or on one of its versions or sections."""
    audit.record(
        db.session(),
        by=by,
        act=f"schemes.{act}",
        subject=subject,
        subject_id=scheme.id if subject_id is None else subject_id,
        old=old,
        new={"scheme": scheme.called, **(new or {})},
        commissioner_id=scheme.commissioner_id,
    )
