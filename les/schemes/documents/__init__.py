"""Documents of schemes: `pdf` and `word` of a version, two versions `compared`, a re-commissioning as a PDF."""
