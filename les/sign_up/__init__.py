"""Signing up: practices are offered a scheme, accept its exact documents or decline; cover where they stay out."""
