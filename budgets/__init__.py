"""How much: the money a primary care trust divides among its practice based commissioning groups.

Rooms, low to high: `method` (how a split is worked out; pure), `rounds` (one year's inputs, calculations, scenarios).
"""
