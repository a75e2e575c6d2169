"""Acts on variations: drafting, writing what changes, proposing and answering, signing, and documents."""
