"""The messages of the schema and the bus, written by scripts/generate-schema."""
