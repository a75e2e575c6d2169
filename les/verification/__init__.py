"""Verification of claims after payment: samples, visits, findings, answers of practices, what is recovered."""
