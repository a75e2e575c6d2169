"""What a primary care trust commissions, and who provides it where.

A *service line* has a code, a name and a category. The *arrangement* says for one service in one locality who provides
it from a day on: our own provider services, a subcontractor, nobody yet (out to tender), a host who serves neighbours
too, or none. Where nothing is provided, or nothing recorded, there is a *gap*.
"""
