"""What providers did: their returns of activity, checked, queried, accepted and frozen month by month.

An *expectation* says which *return* a provider owes for which services and months; from it follows what is *due*. A
provider's *submission* is kept whole, whatever comes later; a later one replaces it for the services it covers. Its
rows say *service, team, practice, month, currency and quantity*. What the checks find is an *error* (the row is not
taken), a *query* (taken, and must be answered) or a *warning*. A month is open, then *flex*, then *frozen*; a
*snapshot* says which submissions the frozen figures came from, and later corrections are *adjustments* posted to an
open month. Aggregate figures only: what looks like a person is refused. This room knows no money.
"""
