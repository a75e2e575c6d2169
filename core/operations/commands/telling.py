"""What a backup held and whether it holds, as text or JSON, for `verify` and `restore`."""

import json
from pathlib import Path

from core.clock import moment_in_words
from core.operations.restoring import Restored
from core.wording import sterling


def told(file: Path, found: Restored, form: str) -> str:
    """The figures of a backup that was restored into a scratch database."""
    return _as_json(file, found) if form == "json" else _as_text(file, found)


def _as_text(file: Path, found: Restored) -> str:
    header, manifest = found.filled.header, found.filled.manifest
    lines = [
        f"{file.name}: made on {moment_in_words(header.made_at)} on {header.engine}.",
        f"Version {header.version}, tables at {header.revision}.",
        f"{manifest.rows:,} rows of {len(manifest.tables)} tables.",
        f"{manifest.attachments:,} attached files, {manifest.attachment_bytes:,} bytes.",
        *(f"{name}: {sterling(pence)}" for name, pence in manifest.money.items() if pence),
        f"Audit trail: {manifest.audit_rows} rows, head {manifest.audit_head}.",
    ]
    if manifest.missing:
        lines.append(f"Attached files that were missing when it was made: {', '.join(manifest.missing)}.")
    return "\n".join(lines)


def _as_json(file: Path, found: Restored) -> str:
    header, manifest = found.filled.header, found.filled.manifest
    values = {
        "file": file.name,
        "made_at": header.made_at.isoformat(),
        "version": header.version,
        "engine": header.engine,
        "revision": header.revision,
        "rows": manifest.rows,
        "tables": {name: table.rows for name, table in sorted(manifest.tables.items())},
        "totals_in_pence": manifest.money,
        "attachments": manifest.attachments,
        "attachment_bytes": manifest.attachment_bytes,
        "missing": list(manifest.missing),
        "audit": {"rows": manifest.audit_rows, "head": manifest.audit_head},
        "problems": found.problems,
    }
    return json.dumps(values, indent=2)
