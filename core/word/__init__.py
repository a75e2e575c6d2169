"""Word documents of the same running text as pages and PDF: `document` gives the bytes of a .docx file.

For those who must redline outside. A changed file comes back as an attachment, never into the text.
"""

from core.word.making import Section, document

__all__ = ["Section", "document"]
