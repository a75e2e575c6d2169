"""Looking up organisations, by noun; `lines` gives them as plain values to files and to other rooms."""
