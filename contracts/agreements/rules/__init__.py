"""Rules of contracts, one file for each thing they are about. Pure."""
