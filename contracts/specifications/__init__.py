"""Service specifications: what a service is, for whom and how well, in headed sections, agreed by both sides.

Main words: *template* (an ordered list of headed sections, never changed, only versioned), *specification* (of one
service by one provider), *version* (draft, in review, agreed, superseded or withdrawn; frozen with a hash once it is
agreed), *section* (a heading of the template with what was written under it, in Markdown), *acceptance* (the signature
of one side to the exact text of a version). Three templates are shipped as data in `shipped/`.
"""
