"""Builders of heads of terms: physiotherapy and beds with provider services, drawn from a proposal to five groups."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from contracts.heads_of_terms.actions.drafting import Wanted, draft_heads, draft_new_version
from contracts.heads_of_terms.actions.standing import issue_heads, sign_heads, withdraw_heads
from contracts.heads_of_terms.actions.terms import settle_term
from contracts.heads_of_terms.models import HeadsIssue, HeadsOfTerms
from contracts.heads_of_terms.queries.content import content_hash_of
from contracts.heads_of_terms.queries.heads import get_heads
from contracts.heads_of_terms.rules.terms import TermState
from core.db import bookkeeping, db, transaction
from core.people.models import Grant
from core.people.queries import find_actor
from core.permissions import Actor, Role
from core.signatures.models import Signature
from tests.builders_rounds import OPENED
from tests.builders_sign_off import SigningOff

NOW = datetime(2008, 3, 25, 9, 30, tzinfo=UTC)
NAMED = {"DAC": "PbC lead and one practice manager", "WAT": "PbC lead", "STA": "", "HER": "PbC lead"}
LINES = ("PHYSIO", "BEDS", "MATRONS")


class HeadsField(SigningOff):
    """The round of five groups, of which heads of terms with provider services name four. Nothing is drafted yet."""

    def __init__(self) -> None:
        super().__init__()
        self.provider = self.managers["PROV"]

    def wanted(self, **changes: Any) -> Wanted:
        """What the heads are about."""
        wanted = Wanted(
            title="Physiotherapy and beds 2008/09",
            provider_id=self.provider.organisation_id,
            starts_on=date(2008, 4, 1),
            ends_on=date(2009, 3, 31),
            lines=LINES,
            attendees=NAMED,
        )
        return replace(wanted, **changes)

    def draft(self, by: Actor | None = None, *, proposal_id: int | None = None, **changes: Any) -> int:
        """Heads drafted from the proposal; their id."""
        with transaction():
            return draft_heads(
                proposal_id=proposal_id or self.proposal_id,
                wanted=self.wanted(**changes),
                by=by or self.commissioner,
                at=NOW,
            ).id

    def heads(self, heads_id: int) -> HeadsOfTerms:
        """The heads as the database has them now."""
        db.session.rollback()
        db.session.expire_all()
        return get_heads(heads_id)

    def agree(self, heads_id: int, *codes: str) -> None:
        """These terms (all, where none is named) are agreed."""
        for code in codes or [term.code for term in self.heads(heads_id).terms]:
            with transaction():
                settle_term(heads_id=heads_id, code=code, to=TermState.AGREED, by=self.commissioner)

    def issue(self, heads_id: int, *, is_broad: bool = True, seen: str = "", by: Actor | None = None) -> HeadsIssue:
        """The text is issued for signature, as broad heads unless told otherwise."""
        seen_hash = seen or content_hash_of(self.heads(heads_id))
        with transaction():
            return issue_heads(
                heads_id=heads_id,
                is_broad=is_broad,
                seen_hash=seen_hash,
                by=by or self.commissioner,
                at=NOW,
                on=NOW.date(),
                href="/heads",
            )

    def sign_for(self, by: Actor, heads_id: int, *, reservation: str = "", seen: str = "") -> Signature:
        """Somebody signs."""
        seen_hash = seen or content_hash_of(self.heads(heads_id))
        with transaction():
            return sign_heads(
                heads_id=heads_id,
                seen_hash=seen_hash,
                reservation=reservation,
                by=by,
                at=NOW,
                on=NOW.date(),
                href="/heads",
            )

    def signers(self) -> list[Actor]:
        """One person of each party, the commissioner first."""
        return [self.commissioner, self.provider, *(self.leads[code] for code in NAMED)]

    def sign_by_all(self, heads_id: int) -> None:
        """All parties sign."""
        for by in self.signers():
            self.sign_for(by, heads_id)

    def withdraw(self, heads_id: int, *, reason: str = "A wrong line.", by: Actor | None = None) -> None:
        """The heads are withdrawn."""
        with transaction():
            withdraw_heads(
                heads_id=heads_id, reason=reason, by=by or self.commissioner, at=NOW, on=NOW.date(), href="/heads"
            )

    def follow(self, heads_id: int, *, reason: str = "Podiatry joins.", by: Actor | None = None) -> int:
        """A new version is drafted; its id."""
        with transaction():
            return draft_new_version(heads_id=heads_id, reason=reason, by=by or self.commissioner, at=NOW).id

    def as_also(self, by: Actor, organisation_id: int, role: Role) -> Actor:
        """The same person, acting under a second grant at another organisation."""
        with bookkeeping() as session:
            grant = Grant(person_id=by.person_id, role=role, organisation_id=organisation_id, starts_on=OPENED)
            session.add(grant)
            session.flush()
            grant_id = grant.id
        actor = find_actor(person_id=by.person_id, on=NOW.date(), grant_id=grant_id)
        assert actor is not None
        return actor
