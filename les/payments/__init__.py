"""Payments: what is due to practices is paid once, by two people of finance, and every pound says what it is for.

Main words: *run* (a frozen file for the finance system, made by one person and released by another), *outcome* (paid or
failed; what failed is due again), *statement* (what a practice is paid for), *set aside* (the part kept for the account
of a group), *account of a group* (with its invoices), *spend* (schemes against their budgets, with a forecast),
*incentive* (of practice based commissioning: its plan, freed-up resources, instalments).
"""
