"""Looking up who is signed up."""
