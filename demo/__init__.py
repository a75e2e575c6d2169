"""The demo year. Like `app.py`, it stands above all domains: it calls the acts people use, and nobody imports it.

Main words: *year* (what there is: organisations, people, the round), *story* (what happens in it, day by day).
"""
