"""A contract for machines: exactly its parts under their keys, its facts, and who signed which hash."""

import json

from contracts.agreements.queries.papers import Paper
from contracts.agreements.rules.content import canonical


def contract_json(paper: Paper) -> str:
    """The contract as JSON. `content` is what was signed, `content_hash` the SHA-256 of its canonical text."""
    return json.dumps(
        {
            "content": json.loads(canonical(paper.content)),
            "content_hash": paper.content_hash,
            "issue": paper.number or None,
            "signatures": [
                {
                    "capacity": each.capacity.value,
                    "content_hash": each.content_hash,
                    "name": each.name,
                    "organisation": each.organisation,
                    "role": each.role,
                    "signed_on": each.signed_on.isoformat(),
                }
                for each in paper.signatures
            ],
            "state": paper.state.value,
        },
        ensure_ascii=False,
        indent=2,
        sort_keys=True,
    )
