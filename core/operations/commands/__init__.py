"""Keep and restore on the command line: `flask backup create`, `verify`, `restore`; nightly check; sealed segments."""

from core.operations.commands.creating import create
from core.operations.commands.group import commands
from core.operations.commands.nightly import make_known
from core.operations.commands.restoring import restore
from core.operations.commands.segments import let_go, seal_part, verify_segment
from core.operations.commands.verifying import verify

__all__ = ["commands", "create", "let_go", "make_known", "restore", "seal_part", "verify", "verify_segment"]
