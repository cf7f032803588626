"""The public website for machines: cards of links, linked data, calendars and feeds, all from stored operations."""
