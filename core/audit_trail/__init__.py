"""Who did what when, in a chain that shows every later change: each row's hash holds the hash of the row before it.

A row keeps at, by, under which grant, what, on what, and the hash of its *payload* (the values before and after), which
lies beside it. Two people may *redact* a payload; the hash and an event of its own stay.
"""
