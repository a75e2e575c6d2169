"""Where the link in a mail leads. The secret is put in when the mail is written: no message in the database has it."""

import re

from core.people.derived import link_secret
from core.people.queries.links import find_link

_LINK = re.compile(r"/people/links/(\d+)", re.ASCII)


def path_of_link(link_id: int) -> str:
    """The path that stands in the message about a link: without its secret it opens nothing."""
    return f"/people/links/{link_id}"


def whole_address(path: str) -> str:
    """A path as the mail has it: that of a link with its secret, any other as it stands."""
    match = _LINK.fullmatch(path)
    link = find_link(int(match[1])) if match else None
    return path if link is None else f"{path}/{link_secret(person_id=link.person_id, seed=link.seed)}"
