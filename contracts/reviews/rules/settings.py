"""Where a setting of reviews comes from, when a variation words it."""

from collections.abc import Mapping

Settings = Mapping[str, tuple[str, str]]
"""Value and source of each setting, by its name."""
_LONGEST_SOURCE = 150


def with_source(settings: Settings, said_by: str) -> dict[str, tuple[str, str]]:
    """The settings, each with the variation that says so after its source.

    >>> with_source({"review_months": ("6", "The leads"), "papers_days": ("5", "")}, "variation 2")
    {'review_months': ('6', 'The leads, as variation 2 says'), 'papers_days': ('5', 'As variation 2 says')}
    """
    return {
        name: (value, f"{source[:_LONGEST_SOURCE].strip()}, as {said_by} says" if source else f"As {said_by} says")
        for name, (value, source) in settings.items()
    }
