"""What programs of others keep of the downloads: the table in docs/programs.md."""
