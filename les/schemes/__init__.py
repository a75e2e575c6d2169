"""Schemes: the enhanced services a commissioner pays practices for, with their documents, prices and budgets.

Main words: *scheme* (local, directed or national; of one locality or of the whole area), *version* (its document with a
control block, sections and terms of payment; frozen once a second person approved it), *element* (what is paid for: an
item, a patient, a bed, a stage), *price* (of an element from a day on, for all practices or for one), *cap* (the most
that is paid in a year), *budget* (of a scheme in a year, for the whole area or by locality), *funding application*
(what a practice asks for under a scheme; groups give opinions, a second person decides).
"""
