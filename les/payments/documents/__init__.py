"""Documents of payments: the remittance statement."""
