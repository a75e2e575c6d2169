"""Looking up papers: `issues` (what was issued), `gathering` (what papers are made of)."""
