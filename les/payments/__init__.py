"""Payments of enhanced services: the rules of the incentive of practice based commissioning and of setting aside."""
