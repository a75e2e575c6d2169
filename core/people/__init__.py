"""Who signs in and what for: people, the grants they act under, their interests, and tokens for machines.

A *grant* gives a person a role at an organisation for a time. A person acts under one grant at a time. People are
deactivated, never deleted, so that every record keeps the name behind it.
"""
