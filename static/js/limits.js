// Says how long a text may be before it is too long.
