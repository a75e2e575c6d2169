"""Tables of intentions: `intentions` and `answers`, `pay_scales`, `settings`, `offers` built from posts, `prices`.

All are frozen but offers, which people work on: a correction is a new row, and the newest counts.
"""
