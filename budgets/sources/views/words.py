"""What acts on sources are called in plain words in the history of a set of inputs."""

from core.audit_trail.words import say


def make_known() -> None:
    """Tell the audit trail these words."""
    say("sources.describe_source", "described {driver}{line} as grade {grade}: {source}, extracted {extracted_on}")
    say("sources.describe_source/anew", "changed what is said of {driver}{line}: {changes}")
    say("sources.copy_descriptions", "took over {count} descriptions from inputs {earlier}")
    say(
        "sources.describe_filled",
        "described the activity of {lines} as it was filled from frozen returns, and took over {others} other "
        "descriptions from inputs {earlier}",
    )
