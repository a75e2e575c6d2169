"""Heads of terms: the short signed statement of the main terms, before the formal contract.

Main words: *heads* (one numbered version, with a provider, drawn from a proposal of a budget round), *term* (code,
title, text, figures of the round; open or agreed), *drift* (a figure that the round has changed since), *issue* (the
exact text with its hash, frozen), *reservation* (what a party holds back while it signs), *superseded* (by a later
version or by the contract that names it). Broad heads may be issued and signed with terms still open.
"""
