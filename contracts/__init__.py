"""With whom and on what terms: specifications, heads of terms, contracts, performance, notices, reviews.

No room is built yet; the open issues say in what order they come.
"""
