"""What is signed: the proposal, its money, what every group said, and what the commissioner decided over.

It is kept as canonical JSON (sorted keys, no blanks, amounts as pounds in text), whose SHA-256 is what people sign.
Every position carries its instant, so that any change of mind gives another text and another hash.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from budgets.agreement.rules.items import ItemKind
from budgets.agreement.rules.sign_off import Dissent, GroupSaid, Said, adopted_without, dissent_in
from budgets.agreement.rules.stances import STANCE_NAMES, Reason, Stance
from core.canonical import canonical_text
from core.money import pence_from, pounds
from core.wording import in_full, sterling

MONEY = ("total", "gross", "reserve", "net", "pooled", "growth_reserve")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedGroup:
    """A group with its budget in pence and what it said."""

    said: GroupSaid
    gross: int
    net: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedDecision:
    """The commissioner's decision over dissent, with reasons, and the dissent it was taken over."""

    reasons: str
    by: str
    role: str
    at: str
    on: date
    dissent: tuple[Dissent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedContent:
    """What is signed. `money`: the calculation's totals in pence, by the names of `MONEY`."""

    commissioner: str
    commissioner_code: str
    year: str
    proposal: int
    proposal_hash: str
    calculation: int
    calculation_hash: str
    money: Mapping[str, int]
    groups: tuple[SignedGroup, ...]
    decision: SignedDecision | None

    @property
    def dissent(self) -> tuple[Dissent, ...]:
        """Who did not consent to what."""
        return dissent_in(group.said for group in self.groups)

    @property
    def consenting(self) -> tuple[SignedGroup, ...]:
        """The groups that consent to the total and to the split: each signs."""
        return tuple(group for group in self.groups if group.said.consents)

    @property
    def adopted_without(self) -> str:
        """The line every copy bears; blank where all consented."""
        return adopted_without(self.dissent)


def canonical(content: SignedContent) -> str:
    """The text that is hashed and signed."""
    written = {
        "commissioner": {"code": content.commissioner_code, "name": content.commissioner},
        "year": content.year,
        "proposal": {"number": content.proposal, "hash": content.proposal_hash},
        "calculation": {"number": content.calculation, "hash": content.calculation_hash},
        "money": {name: pounds(content.money[name]) for name in MONEY},
        "groups": [_group_written(group) for group in content.groups],
        "decision": None if content.decision is None else _decision_written(content.decision),
    }
    return canonical_text(written)


def content_from(text: str) -> SignedContent:
    """The content of such a text."""
    read: dict[str, Any] = json.loads(text)
    return SignedContent(
        commissioner=read["commissioner"]["name"],
        commissioner_code=read["commissioner"]["code"],
        year=read["year"],
        proposal=read["proposal"]["number"],
        proposal_hash=read["proposal"]["hash"],
        calculation=read["calculation"]["number"],
        calculation_hash=read["calculation"]["hash"],
        money={name: pence_from(amount) for name, amount in read["money"].items()},
        groups=tuple(_group_read(group) for group in read["groups"]),
        decision=None if read["decision"] is None else _decision_read(read["decision"]),
    )


def dissent_text(dissent: Sequence[Dissent]) -> str:
    """Dissent as JSON, as it is kept beside a decision."""
    return json.dumps([_dissent_written(each) for each in dissent], ensure_ascii=False, sort_keys=True)


def dissent_from(text: str) -> tuple[Dissent, ...]:
    """The dissent of such a text."""
    return tuple(_dissent_read(each) for each in json.loads(text))


def statement_of_commissioner(content: SignedContent) -> str:
    """The sentence that a person of the commissioner signs."""
    sentence = (
        f"For {content.commissioner} I adopt the budgets of the PbC groups for {content.year} as put to them in "
        f"proposal {content.proposal}: {sterling(content.money['total'])} in all, of which "
        f"{sterling(content.money['gross'])} is divided among the groups."
    )
    return f"{sentence} {content.adopted_without}." if content.dissent else sentence


def statement_of_group(content: SignedContent, code: str) -> str:
    """The sentence that a person of a consenting group signs."""
    own = next(group for group in content.groups if group.said.code == code)
    return (
        f"For {own.said.name} I assent to the budgets for {content.year} as put to us in proposal {content.proposal}: "
        f"the total of {sterling(content.money['total'])} and its split, by which {own.said.name} has an indicative "
        f"budget of {sterling(own.net)} net."
    )


def changes_since(signed: SignedContent, now: SignedContent) -> list[str]:
    """Why what was opened for signature no longer stands: what was said or decided since, a sentence for each."""
    before = {group.said.code: group.said for group in signed.groups}
    found = []
    for group in now.groups:
        then = before.get(group.said.code)
        for item, was, is_now in _items(then, group.said):
            if was != is_now:
                found.append(_changed(group.said.name, item, was, is_now))
    if now.decision != signed.decision:
        found.append(
            "The commissioner’s decision no longer stands, for nobody dissents."
            if now.decision is None
            else f"The commissioner decided over the dissent on {in_full(now.decision.on)}."
        )
    return found


def _items(then: GroupSaid | None, now: GroupSaid) -> list[tuple[ItemKind, Said | None, Said]]:
    return [
        (ItemKind.TOTAL, then.total if then else None, now.total),
        (ItemKind.SPLIT, then.split if then else None, now.split),
    ]


def _changed(name: str, item: ItemKind, was: Said | None, is_now: Said) -> str:
    when = f" on {in_full(is_now.on)}" if is_now.on else ""
    then = STANCE_NAMES[was.stance].lower() if was else "not asked"
    now = STANCE_NAMES[is_now.stance].lower()
    if then == now:
        return f"{name} spoke again to the {item}{when}: {now}, as before."
    return f"{name} changed its position on the {item}{when}: {then} before, now {now}."


def _said_written(said: Said) -> dict[str, str]:
    return {
        "stance": said.stance.value,
        "reason": said.reason.value if said.reason else "",
        "words": said.words,
        "by": said.by,
        "role": said.role,
        "at": said.at,
        "on": said.on.isoformat() if said.on else "",
    }


def _said_read(read: Mapping[str, str]) -> Said:
    return Said(
        stance=Stance(read["stance"]),
        reason=Reason(read["reason"]) if read["reason"] else None,
        words=read["words"],
        by=read["by"],
        role=read["role"],
        at=read["at"],
        on=date.fromisoformat(read["on"]) if read["on"] else None,
    )


def _group_written(group: SignedGroup) -> dict[str, object]:
    return {
        "code": group.said.code,
        "name": group.said.name,
        "gross": pounds(group.gross),
        "net": pounds(group.net),
        "total": _said_written(group.said.total),
        "split": _said_written(group.said.split),
    }


def _group_read(read: Mapping[str, Any]) -> SignedGroup:
    said = GroupSaid(
        code=read["code"], name=read["name"], total=_said_read(read["total"]), split=_said_read(read["split"])
    )
    return SignedGroup(said=said, gross=pence_from(read["gross"]), net=pence_from(read["net"]))


def _dissent_written(each: Dissent) -> dict[str, object]:
    return {"code": each.code, "name": each.name, "item": each.item.value, "said": _said_written(each.said)}


def _dissent_read(read: Mapping[str, Any]) -> Dissent:
    return Dissent(code=read["code"], name=read["name"], item=ItemKind(read["item"]), said=_said_read(read["said"]))


def _decision_written(decision: SignedDecision) -> dict[str, object]:
    return {
        "reasons": decision.reasons,
        "by": decision.by,
        "role": decision.role,
        "at": decision.at,
        "on": decision.on.isoformat(),
        "dissent": [_dissent_written(each) for each in decision.dissent],
    }


def _decision_read(read: Mapping[str, Any]) -> SignedDecision:
    return SignedDecision(
        reasons=read["reasons"],
        by=read["by"],
        role=read["role"],
        at=read["at"],
        on=date.fromisoformat(read["on"]),
        dissent=tuple(_dissent_read(each) for each in read["dissent"]),
    )
