"""Performance: what a contract measures, and what the figures say.

A *KPI* has a *definition* with *versions*, each in use from a month on and never changed. Its *results*, numerator and
denominator by period, come from frozen activity, by a *KPI return*, or both; the commissioner *freezes* them, and a
later *correction* stands beside. A figure is green, amber, red, or grey with the reason; its process chart (XmR,
`core/spc.py`) says whether anything has changed.
"""
