"""Acts on must-dos: `proposing` (and changing, withdrawing), `deciding`, and `taking` the approved into inputs."""
