"""One text for the same values, whoever writes them down: what a content hash is taken of. Pure."""

import hashlib
import json
from typing import Any


def canonical_text(values: Any) -> str:
    """Plain values (texts, whole numbers, lists, mappings) as JSON: sorted keys, no blanks, letters as they are.

    >>> canonical_text({"b": [1, None], "a": "£"})
    '{"a":"£","b":[1,null]}'
    """
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(text: str) -> str:
    """SHA-256 of a text, in 64 hexadecimal digits.

    >>> hash_of("")[:8]
    'e3b0c442'
    """
    return hash_of_bytes(text.encode())


def hash_of_bytes(content: bytes) -> str:
    """SHA-256 of a file, in 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
