"""Sources: where the figures of a set of inputs come from, and how far they can be trusted.

Main words: *driver* (population snapshot, activity, cost-centre map, fixed shares), *source* (with extract date and
owner), *grade* (A measured, B derived, C mapped by hand, D rough and ready), and the money that rests on each grade.
"""
