"""Acts of agreement: each function is one thing a person does."""
