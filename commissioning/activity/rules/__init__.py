"""Rules of activity returns: what is due when, what a row may say, what is asked about it, what changed. Pure."""
