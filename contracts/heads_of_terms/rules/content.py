"""What is signed: the exact text of heads of terms as canonical JSON (sorted keys, no blanks), and its SHA-256."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.heads_of_terms.rules.drawing import Particulars, Party
from contracts.heads_of_terms.rules.figures import Figure, FigureKind, figures_read, figures_written
from contracts.heads_of_terms.rules.signing import Side, Signer
from contracts.heads_of_terms.rules.states import reference_of
from contracts.heads_of_terms.rules.terms import TERM_STATE_NAMES, TermState
from core.canonical import canonical_text
from core.canonical import hash_of as canonical_hash
from core.wording import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the figures come from: the round, its proposal and the calculation behind it, with their hashes."""

    year: str
    proposal: int
    proposal_hash: str
    calculation: int
    calculation_hash: str

    @property
    def in_words(self) -> str:
        """The source within a sentence.

        >>> Source(year="2008/09", proposal=2, proposal_hash="b", calculation=4, calculation_hash="c").in_words
        'proposal 2 of the budget round 2008/09 (calculation 4)'
        """
        return f"proposal {self.proposal} of the budget round {self.year} (calculation {self.calculation})"


@dataclass(frozen=True, slots=True, kw_only=True)
class TermContent:
    """A term as it is signed."""

    code: str
    title: str
    text: str
    state: TermState
    draws: FigureKind
    figures: tuple[Figure, ...]

    @property
    def is_open(self) -> bool:
        """Whether the parties still talk about it."""
        return self.state is TermState.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadsContent:
    """All that is signed. `replaces`: the reference and hash of the version that these heads take the place of."""

    number: int
    edition: int
    title: str
    is_broad: bool
    particulars: Particulars
    source: Source
    replaces: tuple[str, str] | None
    terms: tuple[TermContent, ...]

    @property
    def reference(self) -> str:
        """What the heads are called."""
        return reference_of(self.number, self.edition)

    @property
    def still_open(self) -> list[TermContent]:
        """The terms that are not agreed, in order."""
        return [term for term in self.terms if term.is_open]


def canonical(content: HeadsContent) -> str:
    """The text that is hashed and signed."""
    written = {
        "number": content.number,
        "version": content.edition,
        "title": content.title,
        "broad": content.is_broad,
        "replaces": None if content.replaces is None else dict(zip(("heads", "hash"), content.replaces, strict=True)),
        "commissioner": _party_written(content.particulars.commissioner),
        "provider": _party_written(content.particulars.provider),
        "groups": [_party_written(group) for group in content.particulars.groups],
        "starts": content.particulars.starts_on.isoformat(),
        "ends": content.particulars.ends_on.isoformat(),
        "lines": list(content.particulars.lines),
        "source": {name: getattr(content.source, name) for name in _SOURCE},
        "terms": [_term_written(number, term) for number, term in enumerate(content.terms, start=1)],
        "open": [term.code for term in content.still_open],
    }
    return canonical_text(written)


def content_from(text: str) -> HeadsContent:
    """The content of such a text."""
    read: dict[str, Any] = json.loads(text)
    replaces = read["replaces"]
    return HeadsContent(
        number=read["number"],
        edition=read["version"],
        title=read["title"],
        is_broad=read["broad"],
        replaces=None if replaces is None else (replaces["heads"], replaces["hash"]),
        particulars=Particulars(
            commissioner=_party_read(read["commissioner"]),
            provider=_party_read(read["provider"]),
            groups=tuple(_party_read(group) for group in read["groups"]),
            starts_on=date.fromisoformat(read["starts"]),
            ends_on=date.fromisoformat(read["ends"]),
            lines=tuple(read["lines"]),
        ),
        source=Source(**read["source"]),
        terms=tuple(_term_read(term) for term in read["terms"]),
    )


def hash_of(content: HeadsContent) -> str:
    """What people sign: the SHA-256 of the text."""
    return canonical_hash(canonical(content))


def statement_of(content: HeadsContent, signer: Signer, *, reservation: str = "") -> str:
    """The sentence that a person of this organisation signs."""
    does = "assent to" if signer.side is Side.GROUP else "agree"
    period = content.particulars
    still_open = content.still_open
    opening = f", with {_counted(still_open)} still open" if still_open else ""
    reserve = ", with the reservation recorded beside this signature" if reservation.strip() else ""
    other = period.commissioner if signer.side is Side.PROVIDER else period.provider
    whose = (
        f" between {period.commissioner.name} and {other.name}" if signer.side is Side.GROUP else f" with {other.name}"
    )
    named = f"the heads of terms {content.reference}, “{content.title}”,"
    return f"For {signer.name} I {does} {named}{whose}{opening}{reserve}."


def as_text(content: HeadsContent) -> str:
    """The whole as Markdown, for comparing versions: a section for each term, named by its code."""
    facts = content.particulars
    heading = [
        f"# {content.title}",
        _parties_as_text(facts),
        f"Figures from {content.source.in_words}.",
    ]
    return "\n\n".join([*heading, *(_term_as_text(term) for term in content.terms)]) + "\n"


def _parties_as_text(facts: Particulars) -> str:
    groups = listed([group.name for group in facts.groups]) or "none"
    return f"Commissioner: {facts.commissioner.name}\nProvider: {facts.provider.name}\nGroups: {groups}"


def _term_as_text(term: TermContent) -> str:
    figures = "\n".join(f"- {figure.label}: {figure.shown}" for figure in term.figures)
    parts = [f"# {term.title}", f"{TERM_STATE_NAMES[term.state]}.", term.text.strip(), figures]
    return "\n\n".join(part for part in parts if part)


def _counted(terms: Sequence[TermContent]) -> str:
    return "1 term" if len(terms) == 1 else f"{len(terms)} terms"


_SOURCE = ("year", "proposal", "proposal_hash", "calculation", "calculation_hash")


def _party_written(party: Party) -> dict[str, str]:
    return {"code": party.code, "name": party.name, "attendees": party.attendees}


def _party_read(read: Mapping[str, str]) -> Party:
    return Party(code=read["code"], name=read["name"], attendees=read["attendees"])


def _term_written(number: int, term: TermContent) -> dict[str, object]:
    return {
        "number": number,
        "code": term.code,
        "title": term.title,
        "text": term.text,
        "state": term.state.value,
        "draws": term.draws.value,
        "figures": figures_written(term.figures),
    }


def _term_read(read: Mapping[str, Any]) -> TermContent:
    return TermContent(
        code=read["code"],
        title=read["title"],
        text=read["text"],
        state=TermState(read["state"]),
        draws=FigureKind(read["draws"]),
        figures=figures_read(read["figures"]),
    )
