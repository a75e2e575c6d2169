"""A contract as at a date for machines: its parts with the variations that changed each, values, what was taken out."""

import json

from contracts.agreements.rules.content import canonical
from contracts.variations.queries.papers import AsAtPaper
from contracts.variations.rules.written import composition_values


def as_at_json(paper: AsAtPaper) -> str:
    """The contract as at a date as JSON.

    `content` is the contract as one text (amounts in whole pence), `composition` each piece with the numbers of the
    variations that changed it, `base_hash` the SHA-256 of what was first signed.
    """
    return json.dumps(
        {
            "as_at": paper.on.isoformat(),
            "reference": paper.found.content.reference,
            "base_hash": paper.base.issue.content_hash,
            "state": paper.base.contract.state_on(paper.on).value,
            "variations": [
                {
                    "number": each.number,
                    "title": each.title,
                    "kind": each.kind.value,
                    "effective_from": each.effective_from.isoformat(),
                    "effective_to": each.effective_to.isoformat() if each.effective_to else None,
                    "signed_on": each.signed_on.isoformat() if each.signed_on else None,
                    "retrospective": each.is_retrospective,
                    "content_hash": each.proposal.content_hash if each.proposal else None,
                }
                for each in paper.in_effect
            ],
            "content": json.loads(canonical(paper.found.content)),
            "composition": composition_values(paper.found.composition),
        },
        ensure_ascii=False,
        indent=2,
        sort_keys=True,
    )
