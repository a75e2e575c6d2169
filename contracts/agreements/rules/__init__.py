"""Rules of contracts: `payment` (what activity costs under the terms agreed), and one file for each other matter.

`payment_terms` and `paying` (bases of payment), `phasing`, `planning` and `plan` (indicative activity), `services` (how
both name services), `figures` (plans and terms as lines of a contract), `months`, `dates` and `values` (terms, notice,
value by year); `forms`, `states`, `particulars`, `clauses`, `schedules`, `money`, `content`, `issuing`, `ending` (what
a contract is, from its draft to its end).
"""

from contracts.agreements.rules.paying import explain_payment, instalments, payment
from contracts.agreements.rules.payment_terms import PaymentTerms, check_terms, terms_from, values_of

__all__ = ["PaymentTerms", "check_terms", "explain_payment", "instalments", "payment", "terms_from", "values_of"]
