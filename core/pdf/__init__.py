"""Documents in the house style: `page` (A4, header, footer, DRAFT), `text` (headings, summary, boxes, signatures),
`tables` (figures in columns), `contents` (headings, their pages, links to them), `markdown` (running text) and
`compared` (two versions of one). The same input gives the same bytes.
"""
