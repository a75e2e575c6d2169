"""Acts on specifications: `starting`, `writing`, `reviewing`, `withdrawing`, `commenting`, `attaching`; `making`
templates.
"""
