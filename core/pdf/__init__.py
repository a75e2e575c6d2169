"""Documents in the house style: `page` (A4, header, footer, DRAFT), `text` (headings, summary, boxes, signatures) and
`tables` (figures in columns). The same input gives the same bytes.
"""
