"""What a practice signs when it asks for funding: one canonical text with the hashes of scheme and evidence."""

from core.attachments.models import Attachment
from core.attachments.queries import list_attachments
from core.canonical import canonical_text, hash_of
from les.schemes.models.funding import FUNDING, FundingApplication
from les.schemes.models.schemes import SchemeVersion
from les.schemes.queries.contents import hash_of_version


def evidence_of(application: FundingApplication) -> list[Attachment]:
    """The documents attached to an application, withdrawn ones too."""
    return list_attachments(FUNDING, application.id)


def text_of_application(application: FundingApplication, version: SchemeVersion) -> str:
    """The text: who asks, under which version of the scheme, for what, how much, when, with which evidence."""
    return canonical_text(
        {
            "reference": application.reference,
            "practice": f"{application.practice.name} ({application.practice.code})",
            "scheme": version.called,
            "scheme_hash": hash_of_version(version),
            "what": application.what,
            "why": application.why,
            "pence": application.pence,
            "wanted_on": application.wanted_on.isoformat(),
            "evidence": [
                {"title": each.title, "file": each.file_name, "sha256": each.content_hash}
                for each in evidence_of(application)
                if each.withdrawal is None
            ],
        }
    )


def hash_of_application(application: FundingApplication, version: SchemeVersion) -> str:
    """The SHA-256 of that text."""
    return hash_of(text_of_application(application, version))
