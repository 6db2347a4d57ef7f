"""Numbered migrations of the schema ``warehouse``, in plain SQL: never edited, only followed."""
