"""Notices: what one party of a contract must put right, from the letter to the closure, and the money withheld for it.

Main words: *notice* (a numbered letter under a contract, its text frozen), *operational days* (working days, by which
answers and meetings fall due), *outcome* (what the parties make of it: withdrawn, no action, a joint review, or a plan
that one party proposes and the other agrees), *milestone* (what a plan asks for by a day), *exception report* (that a
milestone was missed, in stages), *ledger* (what is withheld, released, retained and waived, apart from all payments).
"""
