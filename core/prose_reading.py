"""Reading Markdown into blocks: the parser with what counts switched on, and its pieces as values."""

from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from core.prose import Block, Heading, Listing, Paragraph, Quotation, Run, Runs, Table, words_of
from core.wording import printable

_SCHEMES = ("http://", "https://", "mailto:")
_BREAKS = {"<br>", "<br/>", "<br />"}
_CAPTION = "Table:"
_parser = MarkdownIt("commonmark", {"maxNesting": 60, "html": True}).enable("table")
_parser.disable(["code", "fence", "hr", "lheading", "backticks", "reference"])


def pieces_of(text: str) -> list[Token]:
    """The parser's pieces of a text as `cleaned` gives it."""
    return _parser.parse(text)


def blocks_of(pieces: Sequence[Token], caption: str) -> list[Block]:
    """The pieces as blocks. `caption`: what tables are called; each has its number besides."""
    return _without_gaps(_Reader(pieces, caption).blocks())


def cleaned(text: str) -> str:
    """The text with one kind of line end and without characters that no document may hold."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(printable(line) for line in lines)


class _Reader:
    """Reads the parser's pieces in their order into blocks."""

    def __init__(self, tokens: Sequence[Token], caption: str) -> None:
        self.tokens = iter(tokens)
        self.caption = caption
        self.tables = 0

    def blocks(self, until: str = "") -> list[Block]:
        """The blocks up to the piece of that type, or all that are left."""
        found: list[Block] = []
        for token in self.tokens:
            if token.type == until:
                break
            if token.type == "table_open":
                found.append(self._table(_caption_before(found)))
            elif block := self._block(token):
                found.append(block)
        return found

    def _block(self, token: Token) -> Block | None:
        match token.type:
            case "heading_open":
                return Heading(level=int(token.tag[1]), runs=self._inline())
            case "paragraph_open":
                runs = self._inline()
                return Paragraph(runs=runs) if runs else None
            case "html_block":
                return Paragraph(runs=(Run(text=token.content.strip("\n")),))
            case "bullet_list_open" | "ordered_list_open":
                return self._listing(token)
            case "blockquote_open":
                return Quotation(blocks=tuple(_without_headings(self.blocks("blockquote_close"))))
        return None

    def _inline(self) -> Runs:
        return _runs_of(next(self.tokens))

    def _listing(self, opened: Token) -> Listing:
        items = []
        for token in self.tokens:
            if token.type == opened.type.replace("open", "close"):
                break
            items.append(tuple(_without_headings(self.blocks("list_item_close"))))
        first = int(opened.attrs.get("start", 1)) if opened.tag == "ol" else None
        return Listing(items=tuple(items), first=first)

    def _table(self, caption: str) -> Table:
        rows: list[list[Runs]] = []
        is_right: list[bool] = []
        for token in self.tokens:
            if token.type == "table_close":
                break
            if token.type == "tr_open":
                rows.append([])
            elif token.type in {"th_open", "td_open"}:
                rows[-1].append(self._inline())
                if token.type == "th_open":
                    is_right.append("right" in str(token.attrs.get("style", "")))
        self.tables += 1
        called = f"{self.caption} {self.tables}" + (f": {caption}" if caption else "")
        head, *body = (tuple(row) for row in rows)
        return Table(caption=called, number=self.tables, head=head, rows=tuple(body), is_right=tuple(is_right))


def _caption_before(found: list[Block]) -> str:
    """What the table is called by the paragraph above it, which is taken away then."""
    if not found or not isinstance(found[-1], Paragraph):
        return ""
    said = words_of(found[-1].runs)
    if not said.startswith(_CAPTION) or "\n" in said:
        return ""
    found.pop()
    return said.removeprefix(_CAPTION).strip()


def _runs_of(inline: Token) -> Runs:
    """The runs of a line of text; neighbours in the same dress are one."""
    found: list[Run] = []
    bold = italic = 0
    href, begun = "", 0
    for piece in inline.children or ():
        if piece.type in {"strong_open", "strong_close"}:
            bold += piece.nesting
        elif piece.type in {"em_open", "em_close"}:
            italic += piece.nesting
        elif piece.type == "link_open":
            href, begun = address_of(piece), len(found)
        else:
            said = href if piece.type == "link_close" and len(found) == begun else _said(piece)
            if said:
                found.append(Run(text=said, is_bold=bold > 0, is_italic=italic > 0, href=href))
            href = "" if piece.type == "link_close" else href
    return tuple(_joined(found))


def _said(piece: Token) -> str:
    return "\n" if breaks_line(piece) else piece.content


def breaks_line(piece: Token) -> bool:
    """Whether a piece only begins a new line; `<br>` does, which alone breaks a line in the cell of a table."""
    return piece.type in {"softbreak", "hardbreak"} or piece.content.lower() in _BREAKS


def address_of(link: Token) -> str:
    """The web or e-mail address that a link leads to; blank for any other."""
    href = str(link.attrs.get("href", ""))
    return href if href.lower().startswith(_SCHEMES) else ""


def _joined(runs: Sequence[Run]) -> Iterator[Run]:
    before: Run | None = None
    for run in runs:
        if before is not None and _dress(before) == _dress(run):
            before = Run(text=before.text + run.text, is_bold=run.is_bold, is_italic=run.is_italic, href=run.href)
            continue
        if before is not None:
            yield before
        before = run
    if before is not None:
        yield before


def _dress(run: Run) -> tuple[bool, bool, str]:
    return run.is_bold, run.is_italic, run.href


def _without_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """What stands in a list or quotation: a heading there is a paragraph in bold, for the text keeps its order."""
    for block in blocks:
        if isinstance(block, Heading):
            yield Paragraph(runs=tuple(Run(text=r.text, is_bold=True, href=r.href) for r in block.runs))
        else:
            yield block


def _without_gaps(blocks: Sequence[Block]) -> list[Block]:
    """Headings begin with level 1 and none is left out on the way down, whatever numbers of `#` were typed."""
    ordered: list[Block] = []
    open_levels: list[int] = []
    for block in blocks:
        if not isinstance(block, Heading):
            ordered.append(block)
            continue
        while open_levels and open_levels[-1] >= block.level:
            open_levels.pop()
        open_levels.append(block.level)
        ordered.append(Heading(level=len(open_levels), runs=block.runs))
    return ordered
