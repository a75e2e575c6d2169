"""Intentions: what groups are willing to spend on each line, and what the provider answers.

Main words: *intention* (same, invest, disinvest, new service), *answer* (can do, can do from, cannot),
*establishment* (an offer built from posts), *loss leader* and *grossing up*.
"""
