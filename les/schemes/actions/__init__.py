"""What people do with schemes: make and write them, approve versions, price them, give them budgets."""
