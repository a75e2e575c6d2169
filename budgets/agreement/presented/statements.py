"""The documents issued once a round is signed off, as a reader may open them."""

from collections.abc import Callable, Iterable

from budgets.agreement.models.sign_off import IssuedDocument
from budgets.agreement.rules.statements import KIND_NAMES, may_read
from core.components import instant
from core.permissions import Actor, Permission, Role
from core.tables import Table, columns, table, words


def documents_read_by(actor: Actor, documents: Iterable[IssuedDocument]) -> list[IssuedDocument]:
    """The documents a reader who follows the round may open."""
    return [each for each in documents if reads(actor, each)]


def reads(actor: Actor, document: IssuedDocument) -> bool:
    """Whether a reader who follows the round may open a document."""
    return may_read(
        document.kind,
        document.code,
        sees_all=actor.may(Permission.SEE_UNSHOWN_CALCULATIONS),
        is_provider=actor.role is Role.PROVIDER_MANAGER,
        organisation_code=actor.organisation_code,
        sees_rounds=actor.may(Permission.SEE_ROUNDS),
    )


def documents_table(
    name: str, caption: str, documents: Iterable[IssuedDocument], address_of: Callable[[int], str], *, mark: str = ""
) -> Table:
    """Documents with what they are, when they were made and their hash. `mark`: what superseded them, where it did."""
    return table(
        name,
        caption,
        columns("Document", "What it is", "Made", "SHA-256 of the file"),
        [
            [
                words(each.title, href=address_of(each.id), note=mark),
                words(KIND_NAMES[each.kind]),
                words(instant(each.made_at)),
                words(f"{each.file_hash[:16]}…", look="app-hash"),
            ]
            for each in documents
        ],
    )
