"""Forms of KPIs, one a page."""
