"""Figures that the issues name, measured against a rival in one run, as ratios: machines are noisy."""
