"""The form to attach a document, and the one to withdraw it."""

from flask import current_app
from werkzeug.datastructures import FileStorage
from wtforms import Field, FileField, StringField, TextAreaField
from wtforms.validators import ValidationError

from core.attachments.checking import CheckedFile, check_file
from core.attachments.rules import ALLOWED, InfectedFile, check_reason, check_title
from core.errors import Refusal
from core.forms import Filter, Form
from core.identifiers import masked


class AttachForm(Form):
    """A document and what it is. The file is looked at here, before any transaction; its fault stands beside it.

    `checked`: what was found of a file that may be attached. `infected`: the refusal of one in which the scanner found
    something, which `core.attachments.views.submit_attachment` records.
    """

    title = StringField(
        "Title", description="What the document is, as others will look for it, such as “Letter of 3 March 2008”"
    )
    file = FileField("File")

    def __init__(self) -> None:
        super().__init__()
        self.file.description = f"{ALLOWED}. Up to {current_app.config['ATTACHMENT_MEGABYTES']} MB."
        self.checked: CheckedFile | None = None
        self.infected: InfectedFile | None = None

    @property
    def file_to_attach(self) -> CheckedFile:
        """The file that was checked. Only asked for in the act of a form that is valid."""
        if self.checked is None:
            raise RuntimeError("no file was checked: the form is not valid")
        return self.checked

    def validate_title(self, bound: Field) -> None:
        """The title is as one must be, but for a patient's number, which every form with words refuses."""
        try:
            check_title(masked(bound.data or ""))
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from refusal

    def validate_file(self, bound: Field) -> None:
        """A file was chosen, and may be kept."""
        sent = bound.data if isinstance(bound.data, FileStorage) else FileStorage()
        content = sent.stream.read()
        sent.stream.seek(0)
        try:
            self.checked = check_file(file_name=sent.filename or "", content=content)
        except Refusal as refusal:
            self.infected = refusal if isinstance(refusal, InfectedFile) else None
            raise ValidationError(str(refusal)) from refusal


class WithdrawForm(Form):
    """Why a document is withdrawn."""

    reason = TextAreaField(
        "Reason", description="Why the document is withdrawn. It is kept, and shown as withdrawn with this reason."
    )

    def validate_reason(self, bound: Field) -> None:
        """The reason is as one must be, but for a patient's number, which every form with words refuses."""
        try:
            check_reason(masked(bound.data or ""))
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from refusal


class ReadingsFilter(Filter):
    """Whose readings, of which documents."""

    person = StringField("Person", description="Part of the name")
    title = StringField("Document", description="Part of the title")
