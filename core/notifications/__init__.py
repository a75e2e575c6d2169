"""Notifications: messages to people, written in the transaction of the act that causes them.

Main words: *message* (to one person, with the page it leads to; its *key* makes it come once), *outbox* (what is to
be sent by e-mail; without mail settings it is read under Administration).
"""
