"""Rules of specifications: `templates` and their `outlines`, `states`, the `header`, the `content` that is agreed,
and `completeness`.
"""
