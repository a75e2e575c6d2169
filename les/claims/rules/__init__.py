"""Rules of claims: their states and windows, reasons of cuts, who may approve, what is due."""
