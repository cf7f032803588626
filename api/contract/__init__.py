"""How the schema may change: what was released, what was announced, what is in use."""
