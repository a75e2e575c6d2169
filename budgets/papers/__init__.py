"""Papers: what the leads' meeting has before it, in one document: headlines, details, practices."""
