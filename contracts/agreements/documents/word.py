"""A contract as a Word document, for those who redline outside. It is a copy: what counts is the signed text here."""

from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.text.paragraph import Paragraph

from contracts.agreements.presented.contract import PartShown, parts_shown
from contracts.agreements.queries.papers import Paper
from core import prose
from core.markdown import as_blocks
from core.wording import listed, printable

_GRID = "Table Grid"
_LISTS = {True: "List Bullet", False: "List Number"}
_DOS_EPOCH = (1980, 1, 1, 0, 0, 0)


def contract_docx(paper: Paper) -> bytes:
    """The contract as a Word file. The same contract gives the same bytes."""
    content = paper.content
    made: WordDocument = Document()
    made.core_properties.title = printable(f"{content.reference} {content.title}")
    made.core_properties.author = printable(str(content.facts["commissioner"]))
    made.core_properties.comments = f"Content hash {paper.content_hash}"
    made.core_properties.created = made.core_properties.modified = datetime(*_DOS_EPOCH, tzinfo=UTC)
    _running(made, paper)
    made.add_heading(printable(content.title), level=0)
    if paper.is_draft:
        made.add_paragraph().add_run(f"DRAFT. {paper.standing}.").bold = True
    _grid(made, [[name, value] for name, value in [*paper.facts, ("Content hash", paper.content_hash)]], head=False)
    for shown in parts_shown(content.parts):
        _part(made, shown)
    _signatures(made, paper)
    target = BytesIO()
    made.save(target)
    return _with_fixed_times(target.getvalue())


def _running(made: WordDocument, paper: Paper) -> None:
    section = made.sections[0]
    section.header.paragraphs[0].text = printable(f"{paper.content.facts['commissioner']}: {paper.content.reference}")
    section.footer.paragraphs[0].text = f"Content hash {paper.content_hash}"


def _part(made: WordDocument, shown: PartShown) -> None:
    made.add_heading(printable(f"{shown.number}. {shown.part.title}"), level=1)
    for block in as_blocks(shown.part.text) if shown.part.text else []:
        _block(made, block)
    if shown.amounts is not None:
        made.add_paragraph(printable(shown.amounts.caption)).runs[0].bold = True
        rows = [[cell.text for cell in row] for row in (*shown.amounts.rows, *shown.amounts.foot)]
        _grid(made, [[head.text for head in shown.amounts.head], *rows], right_from=1)


def _block(made: WordDocument, block: prose.Block, style: str | None = None) -> None:
    match block:
        case prose.Heading():
            made.add_heading(printable(prose.words_of(block.runs)), level=min(block.level + 1, 4))
        case prose.Paragraph():
            _runs(made.add_paragraph(style=style), block.runs)
        case prose.Listing():
            _blocks(made, [inner for item in block.items for inner in item], _LISTS[block.first is None])
        case prose.Quotation():
            _blocks(made, block.blocks, "Quote")
        case prose.Table():
            made.add_paragraph(printable(block.caption)).runs[0].bold = True
            _grid(made, [[prose.words_of(runs) for runs in row] for row in (block.head, *block.rows)])


def _blocks(made: WordDocument, blocks: Iterable[prose.Block], style: str) -> None:
    for inner in blocks:
        _block(made, inner, style if isinstance(inner, prose.Paragraph) else None)


def _runs(paragraph: Paragraph, runs: prose.Runs) -> None:
    for run in runs:
        written = paragraph.add_run("\n".join(printable(line) for line in run.text.split("\n")))
        written.bold, written.italic = run.is_bold or None, run.is_italic or None
        if run.href:
            paragraph.add_run(f" ({printable(run.href)})")


def _grid(made: WordDocument, rows: list[list[str]], *, head: bool = True, right_from: int | None = None) -> None:
    grid = made.add_table(rows=len(rows), cols=len(rows[0]), style=_GRID)
    for place, row in enumerate(rows):
        for column, text in enumerate(row):
            cell = grid.rows[place].cells[column]
            cell.text = printable(text)
            for run in cell.paragraphs[0].runs:
                run.bold = (head and place == 0) or (not head and column == 0) or None
            if right_from is not None and column >= right_from:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    made.add_paragraph()


def _signatures(made: WordDocument, paper: Paper) -> None:
    made.add_heading("Signatures", level=1)
    for each in paper.signatures:
        made.add_paragraph(
            printable(f"{each.organisation}, {each.capacity_name.lower()}: {each.given}. {each.statement}")
        )
    if paper.unsigned:
        made.add_paragraph(printable(f"Not signed by {listed(paper.unsigned)}."))


def _with_fixed_times(content: bytes) -> bytes:
    """The same file with no time of its making in it."""
    target = BytesIO()
    with ZipFile(BytesIO(content)) as made, ZipFile(target, "w", ZIP_DEFLATED) as fixed:
        for entry in made.infolist():
            fixed.writestr(ZipInfo(entry.filename, _DOS_EPOCH), made.read(entry.filename), ZIP_DEFLATED)
    return target.getvalue()
