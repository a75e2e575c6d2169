"""Forms of activity returns: what a provider sends and says, what is asked, decided, expected and set."""
