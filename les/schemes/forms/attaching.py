"""The form to attach a document to a version: what it is, its title, the file."""

from wtforms import SelectField

from core.attachments.forms import AttachForm
from core.forms import options
from les.schemes.rules.attached import DOCUMENT_NAMES, DocumentKind


class AttachToVersionForm(AttachForm):
    """A document of a version with its kind."""

    kind = SelectField("What it is", choices=options(DOCUMENT_NAMES.items()))

    @property
    def document_kind(self) -> DocumentKind:
        """The kind that was chosen."""
        return DocumentKind(self.kind.data)
