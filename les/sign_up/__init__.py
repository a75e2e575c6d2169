"""Signing up: practices are offered a scheme, accept its exact documents or decline; cover where they stay out.

Main words: *offer* (an approved version with the documents that bind, frozen when it is sent), *answer* (signed by whom
may bind the practice), *agreement* (one practice, one version; carried over where nothing binding changes), *leaving*,
*accreditation* (evidence with a last day), *cover* (who sees to the patients of a practice: itself, another, nobody).
"""
