"""Verification of claims after payment: samples, visits, findings, answers of practices, what is recovered.

Main words: *plan* (a sample drawn with a recorded seed from a frozen frame), *visit*, *finding* (of a line: items
looked at and verified), *report* (accepted or appealed by its day), *recovery* (an adjustment that finance approves).
"""
