"""What people do about signing up: offer, answer, leave, show accreditation, see to cover."""
