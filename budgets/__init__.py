"""How much: the money a primary care trust divides among its practice based commissioning groups.

Rooms, low to high: `method` (how a split is worked out; pure), `rounds` (one year's inputs, calculations, scenarios),
`sources` (how far figures can be trusted), `agreement` (proposals, positions, disputes, sign-off), `intentions` (what
groups will spend, what providers answer), `must_dos`, `risk` (the reserve and the pool), `papers` (for the leads).
"""
