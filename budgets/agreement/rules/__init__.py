"""Rules of agreement: `items` and `stances` (what is asked and answered), and one file for each thing worked out."""
