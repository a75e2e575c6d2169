"""Jobs: long work that shows how far it is and can be left, and what is due on a day.

Main words: *job* (kind, key, state, step, done of total), *worker* (`flask jobs work`), *due* (`flask jobs due` starts
what the state of the records asks for, so that a missed day loses nothing and doubles nothing).
"""
