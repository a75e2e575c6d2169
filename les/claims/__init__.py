"""Claims: what practices claim by quarter, line by line, who approves it, and what is then due.

Main words: *window* (when claims of a quarter are in time, and the day they are paid), *claim* (one for a practice,
scheme and quarter; frozen with its receipt once submitted), *line* (claimed, adjusted, approved, paid), *evidence*,
*approval* (of the evidence, then of the payment, by different people), *due* (what an approved line comes to, on its
day), *adjustment* (a sum that is no line of a claim; below nothing it is a claw-back).
"""
