"""What people do with heads of terms: draft, settle terms, issue, sign, withdraw, follow with a new version."""
