"""Must-dos laid out for pages and downloads: the `listed` table, what each group gets of them, and `growth`."""
