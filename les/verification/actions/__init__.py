"""Acts of verification: drawing, visiting, answering, appealing, recovering."""
