"""Jobs on the command line: `flask jobs work` (the worker, in `worker`) and `flask jobs due` (in `due`)."""

from core.jobs.commands.group import commands

__all__ = ["commands"]
