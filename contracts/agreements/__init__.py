"""Contracts: what was agreed with whom, in which legal form, for which services, money and days, and who signed it.

Main words: *legal form* (an internal agreement, an NHS contract, a legally binding contract: it decides who signs as
what, and where disputes go), *schedule* (a numbered part of the contract), *line of money* (what a contract commits of
one budget line of one group), *issue* (the frozen content with its hash: what people sign), *notice-by date*.
"""
