"""The rooms of core as the application takes them: their pages, their commands, and how they are joined."""

from core import home
from core.attachments import commands as attachment_commands
from core.attachments import views as attachments
from core.audit import keep_events_with
from core.audit_trail import commands as audit_commands
from core.audit_trail import views as audit_trail
from core.audit_trail.actions import keep_events
from core.audit_trail.queries import tell_last_change
from core.jobs import commands as job_commands
from core.jobs import views as jobs
from core.notifications import commands as notification_commands
from core.notifications import views as notifications
from core.one_use import tell_last_change_with
from core.people import commands as people_commands
from core.people import views as people
from core.serving import serve_command

BLUEPRINTS = (home.views, people.views, audit_trail.views, attachments.views, jobs.views, *notifications.blueprints)
COMMANDS = (
    people_commands.commands,
    audit_commands.commands,
    attachment_commands.commands,
    job_commands.commands,
    notification_commands.commands,
    serve_command,
)


def join() -> None:
    """Let the audit trail keep what acts record, and tell forms who changed a record last."""
    keep_events_with(keep_events)
    tell_last_change_with(tell_last_change)
