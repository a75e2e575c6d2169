"""Tables of signing up: `agreements`, `offers`, `leaving`, `accreditation`, `cover`."""
