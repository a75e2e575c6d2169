"""What was found in a file that is not kept, signed into the page, so that it can be taken away from there."""

from collections.abc import Sequence
from dataclasses import asdict

from itsdangerous import BadData, URLSafeSerializer

from commissioning.activity.rules.checks.findings import Finding, Importance, Severity

MOST = 5_000
_SALT = "findings of activity returns"


def pack(findings: Sequence[Finding], *, key: str) -> str:
    """The first findings as signed text; nothing of a person is in them, as in what the page shows."""
    return str(URLSafeSerializer(key, _SALT).dumps([asdict(each) for each in findings[:MOST]]))


def unpack(packed: str, *, key: str) -> list[Finding]:
    """The findings again. ValueError where the text is not what this installation signed."""
    try:
        held = URLSafeSerializer(key, _SALT).loads(packed)
    except BadData as wrong:
        raise ValueError("findings that were not packed here") from wrong
    return [
        Finding(**{**each, "severity": Severity(each["severity"]), "importance": Importance(each["importance"])})
        for each in held
    ]
