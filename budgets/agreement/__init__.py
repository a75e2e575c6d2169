"""Agreement: from a calculation to a signed-off budget, with everybody asked and nobody's silence taken for consent.

Main words: *proposal* (a calculation put to the groups, frozen), *position* (what a group says to the total, its split,
a line or a pot), *dispute* and its *outcome*, *board* (all of it on one screen), *sign-off*, *lock*.
"""
