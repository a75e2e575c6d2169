"""What is done here: groups make `statements`, providers give `answers` and `prices`, `offers` are built from posts."""
