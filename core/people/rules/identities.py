"""Who somebody is to a sign-in service."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """An account of a sign-in service: `issuer` names the service, `subject` the account there, for good."""

    issuer: str
    subject: str
