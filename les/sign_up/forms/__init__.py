"""Forms of signing up: offers and answers, leaving, accreditation, cover."""
