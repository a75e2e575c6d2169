"""Tables of claims: `windows`, `claims` with lines, `receipts`, what was decided in `decisions`, and `dues`."""
