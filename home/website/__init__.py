"""The public website: from an address to a page, read through the stored operations of the GraphQL contract."""
