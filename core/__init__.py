"""What all four domains stand on: money, shares, people, permissions, pages, documents. It knows no domain.

Two floors: the kernel (the modules beside this file, and the folders api, charts, pdf, permissions, spreadsheets and
word) and above it the rooms (parties, people, audit_trail, signatures, threads, attachments, jobs, notifications,
privacy, operations). Read money.py and apportion.py first; they hold the promise that parts always add up to the whole,
to the penny.
"""

import os

os.environ["OPENPYXL_LXML"] = "False"  # lxml, there for Word documents, must not read workbooks: defusedxml does
