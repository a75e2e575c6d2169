"""Contracts and their variations: what was signed, and what the contract says on any day.

Main words: *legal form*, *party*, *schedule*, *payment basis*, *indicative activity plan*, *variation* (a dated, signed
change), *as at* (the contract and the signed variations in effect on a day).
"""
