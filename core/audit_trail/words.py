"""What acts are called in plain words: `say("rounds.upload_inputs", "uploaded inputs {number}")`.

Names in braces are the event's values, the new ones first; `{changes}` says of every value that has a before and an
after what it went from and to, by the names the event gives them. Words said for an act with `/anew` behind it
(`contracts.write_line/anew`) tell those events of it that hold values from before: “changed it from … to …”. Rooms of
the domains say theirs in their `views`; the words of core's own rooms stand here, because those rooms may not know
this one.
"""

import re
from collections.abc import Mapping
from datetime import date

from core.wording import in_full

_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])", re.ASCII)

_MONTH = re.compile(r"(?:19|20)\d{2}-(?:0[1-9]|1[0-2])", re.ASCII)
_NOTHING_SAID = ": "
_COUNTS = {"rows", "lines", "results", "messages", "services", "practices", "count", "queries"}

_WORDS: dict[str, str] = {
    "parties.open_party": "added {name} ({code})",
    "parties.rename_party": "renamed it from {old_name} to {name}",
    "parties.place_trust": "placed it under {overseer}",
    "parties.place_trust/anew": "moved it from {old_overseer} to {overseer}",
    "parties.close_party": "closed it from {closed_on}: {reason}",
    "people.create_first_administrator": "started the installation with {name} as its first administrator",
    "people.create_person": "added {name}, who signs in as {email}",
    "people.reset_password": "gave them a temporary password",
    "people.deactivate_person": "deactivated them: {reason}",
    "people.reactivate_person": "reactivated them: {reason}",
    "people.give_grant": "gave them the role {role} at {organisation} from {starts_on}",
    "people.end_grant": "ended their role {role} at {organisation} on {ends_on}",
    "people.sign_in": "signed in",
    "people.refuse_sign_in": "was refused: {reason}",
    "people.sign_out": "signed out",
    "people.switch_grant": "went on as {role} of {organisation}",
    "people.confirm_password": "gave the password again",
    "people.change_password": "changed the password",
    "people.declare_interest": "declared an interest in {organisation}: {words}",
    "people.end_interest": "ended the declared interest in {organisation} on {ends_on}",
    "people.issue_token": "issued a token for {purpose}, to {scope}, until {expires_on}",
    "people.revoke_token": "revoked the token for {purpose}",
    "people.give_password": "gave the right password, and was asked for a one-time code",
    "people.invite_person": "invited them by a link",
    "people.withdraw_invitation": "withdrew their invitation",
    "people.ask_for_reset": "asked for a link to choose the password anew",
    "people.send_reset": "sent them a link to choose the password anew",
    "people.send_asked_reset": "sent the link that was asked for",
    "people.use_link": "chose the password with a link ({link})",
    "people.lock_account": "locked the account for {minutes} minutes, after very many wrong passwords or codes",
    "people.unlock_account": "unlocked the account",
    "people.end_session": "ended a session in {address}",
    "people.end_other_sessions": "ended all other sessions",
    "people.begin_codes": "began to set up one-time codes",
    "people.confirm_codes": "set up one-time codes",
    "people.renew_recovery_codes": "made new recovery codes",
    "people.use_recovery_code": "gave a recovery code; {left} are left",
    "people.arrive_from_elsewhere": "signed in with {service}; the one-time code is still to be given",
    "people.sign_in_from_elsewhere": "signed in through {service}",
    "people.connect_elsewhere": "connected the account with {service}",
    "people.disconnect_elsewhere": "ended the connection with {service}",
    "people.end_codes": "ended the one-time codes",
    "people.reset_codes": "ended their one-time codes: {known_by}",
    "people.hand_over_grant": (
        "handed the grant {role} at {organisation} over to them from {starts_on} until before {ends_on}: {reason}"
    ),
    "people.end_delegation": "ended their standing in as {role} at {organisation}",
    "people.mark_demo": "marked the database as a demo",
    "audit_trail.propose_redaction": "proposed to redact the values of event {event}: {reason}",
    "audit_trail.confirm_redaction": "redacted the values of event {event}: {reason}",
    "audit_trail.decline_redaction": "kept the values of event {event}, whose redaction was proposed: {reason}",
    "audit_trail.seal_segment": "sealed the events {first} to {last} into the file {file}",
    "audit_trail.let_segment_go": "let the values of the events {first} to {last} go, which stand in the file {file}",
    "signatures.sign": "signed {capacity}, for {organisation}: {statement}",
    "threads.add_comment": "wrote comment {number}",
    "threads.resolve_thread": "resolved the comments",
    "threads.reopen_thread": "opened the comments again",
    "attachments.attach": "attached the document “{title}” ({file_name})",
    "attachments.carry_over": "carried the document “{title}” ({file_name}) over from the version before",
    "attachments.withdraw_attachment": "withdrew the document “{title}”: {reason}",
    "operations.create_backup": "made the backup {file}",
    "operations.restore_backup": "restored the database from the backup {file}",
    "operations.verify_trail": "checked the audit trail: all {rows} rows hold",
    "operations.find_trail_broken": "found the audit trail broken: {fault}",
    "attachments.note_infected": "was refused to attach {file_name}: the virus scanner found {found}",
}


_ANEW = "/anew"


def say(act: str, words: str) -> None:
    """Make known the plain words of an act; of one that changed what stood already, with `/anew` behind it."""
    _WORDS[act] = words


def acts_with_words() -> Mapping[str, str]:
    """Every act that has words, for the filter of the page and for tests."""
    return {act: words for act, words in _WORDS.items() if not act.endswith(_ANEW)}


def in_words(act: str, old: Mapping[str, object], new: Mapping[str, object]) -> str:
    """An act in plain words with its values; a value that is gone (redacted) is an ellipsis.

    >>> in_words("parties.rename_party", {"name": "DacCom"}, {"name": "Dacorum"})
    'renamed it from DacCom to Dacorum'
    >>> say("rounds.example", "changed {changes}")
    >>> in_words("rounds.example", {"the end": "2009-03-31", "title": None}, {"the end": "2009-06-30", "title": "Beds"})
    'changed the end from 31 March 2009 to 30 June 2009; title from nothing to Beds'
    >>> in_words("operations.verify_trail", {}, {"rows": 12605})
    'checked the audit trail: all 12,605 rows hold'
    >>> in_words("people.declare_interest", {}, {})
    'declared an interest in …: …'
    >>> in_words("claims.pay_claim", {}, {})
    'pay claim'
    """
    words = (_WORDS.get(f"{act}{_ANEW}") if old else None) or _WORDS.get(act)
    if words is None:
        return act.rpartition(".")[2].replace("_", " ")
    values = {**{f"old_{key}": value for key, value in old.items()}, **old, **new}
    read = {key: _counted(value) if key in _COUNTS else _as_read(value) for key, value in values.items()}
    told = words.format_map(_Known({"changes": _changes(old, new), **read}))
    return told.removesuffix(_NOTHING_SAID)


def _as_read(value: object) -> object:
    if isinstance(value, str) and _DAY.fullmatch(value):
        return in_full(date.fromisoformat(value))
    if isinstance(value, str) and _MONTH.fullmatch(value):
        return f"{date.fromisoformat(f'{value}-01'):%B %Y}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "nothing" if value is None else value


def _counted(value: object) -> object:
    """A count with its thousands set off."""
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else _as_read(value)


def _changes(old: Mapping[str, object], new: Mapping[str, object]) -> str:
    """What each value that has a before and an after went from and to; what an older event says instead."""
    both = {name: (_as_read(old[name]), _as_read(new[name])) for name in old if name in new and old[name] != new[name]}
    told = [
        f"{name.replace('_', ' ')} from {was or 'nothing'} to {now or 'nothing'}" for name, (was, now) in both.items()
    ]
    return "; ".join(told) or str(new.get("changed", "nothing" if old else "…"))


class _Known(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"
