"""Contracts laid out for pages and files: the register, one contract, its money."""
