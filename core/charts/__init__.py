"""Charts: `bars` (compare, distance, bridge) drawn once as `figure`, and `svg`, which writes one for the web.

A chart states its finding in words, starts its bars at zero, writes each value beside its bar and never tells by
colour alone.
"""
