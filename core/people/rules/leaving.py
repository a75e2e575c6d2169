"""What somebody is called whose account was anonymised after they left. Pure."""

_NOBODY_AT = "former.invalid"


def former_name(person_id: int) -> str:
    """What stands in the place of the name.

    >>> former_name(12)
    'Former user 12'
    """
    return f"Former user {person_id}"


def former_email(person_id: int) -> str:
    """What stands in the place of the e-mail address; no mail can go there.

    >>> former_email(12), is_former(former_email(12)), is_former("jane@whp.example")
    ('former-user-12@former.invalid', True, False)
    """
    return f"former-user-{person_id}@{_NOBODY_AT}"


def is_former(email: str) -> bool:
    """Whether an account is one that was anonymised, by its e-mail address."""
    return email.endswith(f"@{_NOBODY_AT}")
