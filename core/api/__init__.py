"""What addresses for machines share: how a request is read and answered, keys, rows, and one document.

Rooms have their own addresses under `/api/v1` and describe them (`core.api.document.add_part`).
"""
