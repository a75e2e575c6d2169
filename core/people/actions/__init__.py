"""What is done about people, by noun: signing in, people, grants, interests, tokens."""
