"""What callers use: budgets that are counted in the process and agree through PostgreSQL, and what the report tells."""
