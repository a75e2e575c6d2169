"""The ways out: the template a provider fills in, and what was found in a return, for machines and people."""
