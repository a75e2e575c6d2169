"""What people do with notices: issue, answer, meet, agree what follows, report and accept, withhold, close."""
