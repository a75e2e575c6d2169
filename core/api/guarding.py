"""The guard against patient identifiers in what a machine says beside its rows. Rows are screened as files are."""

from werkzeug.exceptions import BadRequest

from core.identifiers import has_identifier


def check_said(name: str, value: object) -> None:
    """Refuse a member of the JSON, or a parameter of the address, that holds a patient identifier, not repeating it."""
    if has_identifier(_written(value)):
        raise BadRequest(
            f"“{name}” holds a number that passes the NHS number check. Take it out: nothing about a patient is kept "
            "here. Nothing was done."
        )


def _written(value: object) -> str:
    """All text in a value, however deep, line by line: two numbers side by side are not read as one."""
    if isinstance(value, dict):
        return "\n\n\n\n".join(_written(each) for pair in value.items() for each in pair)
    if isinstance(value, list):
        return "\n\n\n\n".join(_written(each) for each in value)
    return str(value)
