"""The checks of a return: the rules as data, what each finds, and what is expected of a file. Pure."""
