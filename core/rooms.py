"""The rooms of core as the application takes them: their pages, their commands, and how they are joined."""

from datetime import timedelta

from core import home
from core.api import describing
from core.attachments import commands as attachment_commands
from core.attachments import views as attachments
from core.audit import keep_events_with
from core.audit_trail import commands as audit_commands
from core.audit_trail import views as audit_trail
from core.audit_trail.actions import keep_events
from core.audit_trail.queries import tell_last_change
from core.jobs import commands as job_commands
from core.jobs import views as jobs
from core.jobs.registry import register_due
from core.notifications import commands as notification_commands
from core.notifications import views as notifications
from core.notifications.actions import notify
from core.one_use import tell_last_change_with
from core.operations import commands as operations_commands
from core.operations import views as operations
from core.people import commands as people_commands
from core.people import views as people
from core.people.commands import look_after_accounts
from core.people.telling import tell_with
from core.privacy import views as privacy
from core.serving import serve_command

BLUEPRINTS = (
    home.views,
    people.views,
    audit_trail.views,
    attachments.views,
    jobs.views,
    *notifications.blueprints,
    describing.api,
    operations.views,
    privacy.views,
)
COMMANDS = (
    people_commands.commands,
    audit_commands.commands,
    attachment_commands.commands,
    job_commands.commands,
    notification_commands.commands,
    operations_commands.commands,
    serve_command,
)


def join() -> None:
    """Let the audit trail keep what acts record and be checked, forms say who saved last, people hear of accounts."""
    keep_events_with(keep_events)
    tell_last_change_with(tell_last_change)
    tell_with(notify)
    operations_commands.make_known()
    register_due("accounts", look_after_accounts, every=timedelta(minutes=1))
