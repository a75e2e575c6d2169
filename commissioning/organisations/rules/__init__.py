"""Rules of organisations, by noun: the values, what checks one of them, what checks a whole sheet."""
