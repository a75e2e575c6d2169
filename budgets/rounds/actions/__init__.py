"""What is done in a round: `rounds` opened, `inputs` stored, `scenarios` tried, `calculations` made and opened."""
