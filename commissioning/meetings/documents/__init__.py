"""Minutes as documents."""
