"""Monitoring: the activity of a contract against its plan, and what the difference means in money.

A *plan* is what the contract as at each month plans of a service; the *actual* is what the provider returned, with
later adjustments in the month they are posted to. Only months that have both are compared; a month without a return is
missing, never nought. A *forecast* is what the year comes to by a stated method.
"""
