"""Plan against actual as tables and sentences, for pages, files and the report alike."""
