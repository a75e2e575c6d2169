"""Files that become values: a series of figures by period, and results of KPIs."""
