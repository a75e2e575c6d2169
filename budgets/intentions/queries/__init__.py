"""Looking up intentions, answers, pay scales, settings, offers, prices; `overview` puts them beside a calculation."""
