"""Pictures of every page, made of the running demo: see `script/pictures --help`."""
