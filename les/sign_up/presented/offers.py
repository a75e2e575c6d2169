"""Offers as tables: the list of offers, who answered what, documents that bind, what changes."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from core.tables import Cell, Table, columns, number, table, words
from core.wording import in_full
from les.sign_up.models.offers import Offer, OfferDocument, Offered
from les.sign_up.queries.binding import Prepared
from les.sign_up.rules.binding import Binding
from les.sign_up.rules.kinds import OUTCOME_NAMES, Outcome
from les.sign_up.rules.offers import is_open

DRAFT, WITHDRAWN, OPEN, CLOSED = "Draft", "Withdrawn", "Open", "Closed"
NO_ANSWER = "No answer yet"
TOO_LATE = "Not answered in time"
_DAYS = ("Scheme", "Offer", "State", "First day", "Answer by", "#Practices", "#Accepted", "#Carried over")
_OFFERS = (*_DAYS, "#Declined", "#No answer")


def state_of(offer: Offer, *, on: date) -> str:
    """Where an offer stands, in a word."""
    if offer.sent_at is None:
        return DRAFT
    if offer.withdrawal is not None:
        return WITHDRAWN
    return OPEN if on <= offer.answer_by else CLOSED


def answer_of(offered: Offered, *, on: date) -> str:
    """What became of an offer to a practice, in words."""
    if offered.answer is not None:
        return offered.answer.outcome_name
    offer = offered.offer
    if offer.withdrawal is not None:
        return WITHDRAWN
    return NO_ANSWER if is_open(answer_by=offer.answer_by, is_withdrawn=False, on=on) else TOO_LATE


def offers_table(
    offers: Sequence[Offer],
    counts: Mapping[int, Mapping[str, int]],
    *,
    on: date,
    link: Callable[[Offer], str] | None = None,
) -> Table:
    """The offers as rows, each with how many answered what. `counts`: by offer and outcome."""
    head = columns(*_OFFERS)
    rows = []
    for each in offers:
        told = counts.get(each.id, {})
        answered = [
            told.get(outcome.value, 0) for outcome in (Outcome.ACCEPTED, Outcome.CARRIED_OVER, Outcome.DECLINED)
        ]
        rows.append(
            [
                words(each.scheme.called),
                words(
                    f"Offer {each.number} of version {each.scheme_version.number}",
                    href=link(each) if link else "",
                    about=each.scheme.called,
                    look="app-unbroken",
                ),
                words(state_of(each, on=on)),
                words(in_full(each.starts_on), look="app-unbroken"),
                words(in_full(each.answer_by), look="app-unbroken"),
                number(told.get("offered", 0)),
                *(number(many) for many in answered),
                number(told.get("offered", 0) - sum(answered)),
            ]
        )
    caption = f"{len(offers)} {'offer' if len(offers) == 1 else 'offers'}"
    return table("offers", caption, head, rows)


def prepared_table(prepared: Sequence[Prepared], *, with_levels: bool) -> Table:
    """The practices of a draft: group, level, and what the offer is to each."""
    head = columns("Code", "Practice", "PbC group", *(["Level"] if with_levels else []), "What it is to them")
    rows = [
        [
            words(each.binding.practice),
            words(each.binding.practice_name),
            words(each.binding.group or "No group"),
            *([words(str(each.binding.level))] if with_levels else []),
            _meant(each.binding),
        ]
        for each in prepared
    ]
    return table("practices", f"{len(rows)} {'practice' if len(rows) == 1 else 'practices'}", head, rows)


def answers_table(
    offered: Sequence[Offered], *, on: date, with_levels: bool, link: Callable[[Offered], str] | None = None
) -> Table:
    """Who answered what, when and why."""
    head = columns(
        "Code", "Practice", "PbC group", *(["Level"] if with_levels else []), "Answer", "Agreement", "Reason"
    )
    rows = [
        [
            words(each.practice.code),
            words(each.practice.name, href=link(each) if link else ""),
            words(each.group.name if each.group else "No group"),
            *([words(str(each.level))] if with_levels else []),
            _answer(each, on),
            words(each.answer.agreement.number if each.answer and each.answer.agreement else ""),
            words(each.answer.reason if each.answer else ""),
        ]
        for each in offered
    ]
    return table("answers", f"{len(rows)} {'practice' if len(rows) == 1 else 'practices'}", head, rows)


def documents_table(documents: Sequence[OfferDocument], link: Callable[[OfferDocument], str]) -> Table:
    """The documents of an offer, with whom each binds."""
    head = columns("Document", "What it is", "Edition", "Binds", "SHA-256")
    rows = [
        [
            words(each.attachment.title, href=link(each), note=each.attachment.file_name),
            words(each.kind_name),
            words(each.edition),
            words(f"Practices of {each.group.name}" if each.group else "All practices"),
            words(each.attachment.content_hash, look="app-hash"),
        ]
        for each in documents
    ]
    return table("documents", "Documents besides the specification", head, rows)


def bound_table(binding: Binding, link: Callable[[int | None], str]) -> Table:
    """All documents that an acceptance binds to. `link`: where each is read, by attachment (None: specification)."""
    head = columns("Document", "What it is", "Edition", "SHA-256")
    rows = [
        [
            words(each.title, href=link(each.attachment_id), note=each.file_name),
            words(each.kind),
            words(each.edition),
            words(each.content_hash, look="app-hash"),
        ]
        for each in binding.documents
    ]
    return table("documents", "What accepting binds your practice to", head, rows)


def facts_of(binding: Binding) -> list[tuple[str, str]]:
    """An offer to a practice as facts."""
    facts = [
        ("Scheme", f"{binding.reference} {binding.scheme}, version {binding.version}"),
        ("Offered by", binding.commissioner),
        ("To", f"{binding.practice_name} ({binding.practice})" + (f", {binding.group}" if binding.group else "")),
        ("First day", in_full(binding.starts_on)),
        ("Answer by", in_full(binding.answer_by)),
        ("Notice to leave", f"{binding.notice_days} days" if binding.notice_days else "none"),
    ]
    if binding.level:
        facts.append(("Level of provider", str(binding.level)))
    if binding.replaces:
        facts.append(("Replaces", binding.replaces))
    return facts


def _meant(binding: Binding) -> Cell:
    if not binding.replaces:
        return words("A new offer")
    binds = [change.words for change in binding.changes if change.binds]
    if not binds:
        return words("Carried over", note=f"Nothing that binds it changed: {binding.replaces} goes on.")
    return words("Answers anew", note=" ".join(binds))


def _answer(offered: Offered, on: date) -> Cell:
    answer = offered.answer
    if answer is None:
        return words(answer_of(offered, on=on))
    return words(OUTCOME_NAMES[answer.outcome], note=f"{answer.name}, {in_full(answer.answered_on)}")
