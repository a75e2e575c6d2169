"""Agreement as files: `positions` for machines and terminals."""
