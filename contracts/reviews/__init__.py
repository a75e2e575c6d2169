"""Contract reviews: scheduled from the contract, quarterly by default, with an agenda, a frozen pack and a meeting.

The pack is what was shown: sections that rooms hand in (`contracts.reviews.sections`), frozen as canonical JSON under a
hash. The meeting, its minutes and actions are kept by `commissioning.meetings`.
"""
