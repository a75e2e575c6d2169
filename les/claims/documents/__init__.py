"""Documents of claims: the receipt."""
