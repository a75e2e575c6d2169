"""The part of a contract that says which heads of terms it follows, and what became of each of their terms."""

from collections.abc import Sequence

from contracts.agreements.queries.heads import HeadsTrace, list_followed, traces_of
from contracts.agreements.rules.content import Part, as_table, as_words
from contracts.heads_of_terms.rules.terms import TERM_STATE_NAMES

KEY, TITLE = "heads", "Heads of terms followed"
_BEFORE = "disputes"


def titles_of(parts: Sequence[Part]) -> dict[str, str]:
    """The titles of the parts in which a term may stand, by key."""
    return {part.key: part.title for part in parts if part.key != KEY}


def with_heads_followed(contract_id: int, parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts of a contract with the one on the heads it follows, before disputes; the same where it follows none."""
    followed = list_followed(contract_id)
    if not followed:
        return tuple(parts)
    place = next((turn for turn, part in enumerate(parts) if part.key == _BEFORE), len(parts))
    own = Part(key=KEY, title=TITLE, text=_text(traces_of(followed, titles_of(parts))))
    return (*parts[:place], own, *parts[place:])


def _text(traces: Sequence[HeadsTrace]) -> str:
    return "\n\n".join(_of_heads(trace) for trace in traces)


def _of_heads(trace: HeadsTrace) -> str:
    heads = trace.heads
    content_hash = heads.issue.content_hash if heads.issue else ""
    named = (
        f"This contract follows the heads of terms {heads.reference}, “{as_words(heads.title)}”, and takes their place "
        f"once its parties have signed it. The SHA-256 of the text of these heads is {content_hash}."
    )
    rows = [
        (each.term.title, TERM_STATE_NAMES[each.term.state], each.fate_name, each.why or "–", each.part or "–")
        for each in trace.terms
    ]
    head = ("Term", "In the heads", "In this contract", "Why", "Where it stands")
    return f"{named}\n\n{as_table(f'Terms of {heads.reference}', head, rows)}"
