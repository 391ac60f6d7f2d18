"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class SmallArgon2(Argon2PasswordHasher):
    """Argon2id in the least memory that OWASP takes for enough: 19 MiB, twice, one lane.

    Django's own takes 100 MiB a password. Those kept so are checked as they are, and kept anew
    when their person signs in.
    """

    time_cost, memory_cost, parallelism = 2, 19 * 1024, 1
