"""Documents of a calculation: `statement` (one group's, to send and sign) and `report` (the whole round). Their parts:
`heading`, `terms` (how to read this), `lines`, `bridge`, `practices`, `closing` (checks, warnings, signatures).
"""
