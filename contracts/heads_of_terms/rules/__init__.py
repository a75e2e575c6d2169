"""Rules of heads of terms: figures and how they are drawn, drift, terms, the signed content, signing."""
