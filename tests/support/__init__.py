"""What tests make, serve, read and compare with."""

# s; how long a test waits at most for what other threads and processes do. It waits for the
# thing itself, so that this is how late a test fails, and not how long one takes.
PATIENCE = 120
