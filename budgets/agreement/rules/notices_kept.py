"""Decision notices, and what is with no provider, as text: canonical JSON, kept beside the documents made of it."""

import json
from collections.abc import Sequence
from typing import Any

from budgets.agreement.rules.notices import Notice, NoticeLine, Rest
from core.canonical import canonical_text
from core.money import pence_from, pounds


def notice_text(notice: Notice) -> str:
    """A notice as JSON: what it says, kept beside its PDF."""
    written = {
        "provider": {"code": notice.provider_code, "name": notice.provider},
        "groups": [{"code": code, "name": name} for code, name in notice.groups.items()],
        "lines": [
            {
                "code": line.code,
                "name": line.name,
                "by_group": {code: pounds(amount) for code, amount in line.by_group.items()},
                "pooled": pounds(line.pooled),
                "shared": pounds(line.shared),
                "pooled_with": list(line.pooled_with),
            }
            for line in notice.lines
        ],
        "reserve": pounds(notice.reserve),
    }
    return canonical_text(written)


def notice_from(text: str) -> Notice:
    """The notice of such a text."""
    read: dict[str, Any] = json.loads(text)
    return Notice(
        provider_code=read["provider"]["code"],
        provider=read["provider"]["name"],
        groups={group["code"]: group["name"] for group in read["groups"]},
        lines=tuple(
            NoticeLine(
                code=line["code"],
                name=line["name"],
                by_group={code: pence_from(amount) for code, amount in line["by_group"].items()},
                pooled=pence_from(line["pooled"]),
                shared=pence_from(line["shared"]),
                pooled_with=tuple(line["pooled_with"]),
            )
            for line in read["lines"]
        ),
        reserve=pence_from(read["reserve"]),
    )


def rest_text(rest: Sequence[Rest]) -> str:
    """What is with no provider as JSON: kept beside the report, so that notices and rest make up the whole for ever."""
    written = [{"name": each.name, "why": each.why, "amount": pounds(each.amount)} for each in rest]
    return canonical_text(written)


def rest_from(text: str) -> list[Rest]:
    """The rest of such a text."""
    read: list[dict[str, str]] = json.loads(text)
    return [Rest(name=each["name"], why=each["why"], amount=pence_from(each["amount"])) for each in read]
