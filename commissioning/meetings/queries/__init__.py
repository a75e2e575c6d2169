"""Looking up meetings, what was recorded in them, their minutes, and the log of their actions."""
