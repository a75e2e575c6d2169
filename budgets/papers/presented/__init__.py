"""Papers laid out: `parts` of tables and sentences, which the page and the document show alike."""
