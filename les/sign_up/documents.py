"""The agreement as PDF: what it is, all documents that bind with their hashes, and who signed."""

from collections.abc import Sequence

from reportlab.platypus import Flowable

from core.pdf.page import PORTRAIT_WIDTH, Running, pdf_bytes
from core.pdf.signatures import Given, signatures_given
from core.pdf.tables import captioned, figure_table, words
from core.pdf.text import lead, note, paragraph, section, title_block
from core.signatures.models import Signature
from core.signatures.rules import CAPACITY_NAMES
from core.wording import in_full
from les.schemes.rules.documents import ESSENTIAL
from les.sign_up.models.agreements import LesAgreement
from les.sign_up.models.offers import OfferAnswer
from les.sign_up.presented.agreements import last_day_of
from les.sign_up.rules.binding import Binding, binding_from
from les.sign_up.rules.kinds import Outcome


def agreement_pdf(agreement: LesAgreement, answer: OfferAnswer, signatures: Sequence[Signature]) -> bytes:
    """An agreement from what was offered and accepted, as it was frozen."""
    told = binding_from(answer.offered.content)
    facts = [
        ("Number", agreement.number),
        ("Scheme", told.called),
        ("Commissioner", told.commissioner),
        ("Practice", f"{told.practice_name} ({told.practice})"),
        ("PbC group", told.group or "none"),
        ("First day", in_full(agreement.joined_on)),
        ("Last day", last_day_of(agreement) or "none: it runs"),
        ("Notice to leave", f"{told.notice_days} days" if told.notice_days else "none"),
        *([("Level of provider", str(told.level))] if told.level else []),
    ]
    hashed = ("Content hash", answer.offered.content_hash)
    story: list[Flowable] = [
        *title_block("Agreement on an enhanced service", told.called, facts, hashed, width=PORTRAIT_WIDTH),
        lead(told.statement),
        *section("What binds"),
        *_documents(told),
        *section("Core contract"),
        paragraph(ESSENTIAL),
        *section("Signed"),
        *_signed(answer, signatures),
        note("The content hash is the SHA-256 of the text that names all of the above; the signature is to it."),
    ]
    running = Running(organisation=told.commissioner, title=agreement.number, content_hash=hashed[1])
    return pdf_bytes(story, running)


def _documents(told: Binding) -> list[Flowable]:
    rows = [(each.kind, each.title, each.edition, each.content_hash) for each in told.documents]
    heads = [words("What it is", 2), words("Document", 3), words("Edition", 2), words("SHA-256", 4)]
    return captioned("Documents", figure_table(heads, rows, width=PORTRAIT_WIDTH))


def _signed(answer: OfferAnswer, signatures: Sequence[Signature]) -> list[Flowable]:
    if answer.outcome is Outcome.CARRIED_OVER or not signatures:
        words_ = f"Carried over on {in_full(answer.answered_on)} by {answer.name}: {answer.reason}."
        return [paragraph(words_)]
    given = [
        Given(
            name=each.name,
            role=each.role,
            organisation=each.organisation,
            capacity=CAPACITY_NAMES[each.capacity],
            statement=each.statement,
            content_hash=each.content_hash,
            signed_on=each.signed_on,
        )
        for each in signatures
    ]
    return [signatures_given(given, width=PORTRAIT_WIDTH)]
