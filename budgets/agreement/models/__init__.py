"""Tables of agreement: `proposals` and `positions`. All are frozen: triggers let nobody change or delete a row."""
