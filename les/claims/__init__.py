"""Claims: windows by quarter, what a practice claims line by line, its approval by two people, and what is then due."""
