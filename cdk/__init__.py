"""The infrastructure as code: one file per stack, shared constructs, typed settings."""
