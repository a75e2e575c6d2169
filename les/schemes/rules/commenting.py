"""Who comments on a version, and when."""

from les.schemes.rules.kinds import OPEN, State


def may_comment(state: State, *, drafts: bool, advises: bool) -> bool:
    """Whether somebody comments now: those who draft or approve until it is approved, PbC leads while it waits.

    >>> [may_comment(state, drafts=False, advises=True) for state in State]
    [False, True, False, False]
    """
    return (drafts and state in OPEN) or (advises and state is State.SUBMITTED)


def who_comments(state: State) -> str:
    """Why somebody does not comment, as a sentence."""
    if state in OPEN:
        return "Those who draft and approve comment on a version, and PbC leads once it waits for approval."
    return "This version was approved. Comments are made before that."
