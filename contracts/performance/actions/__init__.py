"""What people do with KPIs: define them, return and judge results, note what happened."""
