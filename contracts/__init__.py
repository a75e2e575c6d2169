"""With whom and on what terms: what is agreed with providers, how it is kept, and what follows where it is not.

Rooms, low to high: `specifications`, `heads_of_terms`, `agreements` (contracts and their register), `variations` (dated
changes, the contract as at a date), `monitoring` (plan against actual), `performance` (KPIs), `notices` (and what is
withheld), `reviews` (quarterly, with packs and minutes).
"""
