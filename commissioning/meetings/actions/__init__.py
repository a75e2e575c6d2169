"""What people do about meetings: nominate, open, record, agree who does what, issue and approve the minutes."""
