"""The data to take away: CSV, JSON, SQLite, a data package, a calendar, linked data. Only `folder` writes files."""
