"""Acts on payments: making, releasing and cancelling runs, outcomes, settings, the incentive."""
