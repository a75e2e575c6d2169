"""Keep and restore on the command line: `flask backup create`, `verify`, `restore`; and the nightly check."""

from core.operations.commands.creating import create
from core.operations.commands.group import commands
from core.operations.commands.nightly import make_known
from core.operations.commands.restoring import restore
from core.operations.commands.verifying import verify

__all__ = ["commands", "create", "make_known", "restore", "verify"]
