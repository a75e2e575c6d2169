"""With whom and on what terms: specifications, heads of terms, contracts and their variations.

Performance, notices and reviews follow; the open issues say in what order.
"""
