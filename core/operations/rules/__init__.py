"""What a backup says and means: how cells are written, what is compared, which old files go. Pure."""
