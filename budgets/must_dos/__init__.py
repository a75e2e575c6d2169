"""Must-dos: mandated new spend, proposed by anyone, approved by the commissioner only, paid out of growth money.

Main words: *must-do* (mandate, reference, cost, how it is shared), *growth money* and what is left of it.
"""
