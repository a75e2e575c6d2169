"""What is done with the catalogue: services and arrangements, one by one or a sheet at a time."""
