"""The demonstration content: texts, drawn panels and the loader's parts. Only ``manage.py load_demo`` uses it."""
