"""Refusals: what a rule says when an act may not happen, in a sentence fit for the person who reads it."""


class Refusal(Exception):
    """An act that may not happen. `str(refusal)` is the sentence shown to the person; nothing else is."""


class NotAllowed(Refusal):
    """The person, under the grant they act under, may not do this here."""


class OutOfDate(Refusal):
    """Somebody else saved the same record first. Nothing typed is lost: the page is shown again with both."""
