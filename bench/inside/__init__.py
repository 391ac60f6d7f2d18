"""The programs that run inside the product: each is a process with its settings and database."""

import django

django.setup()
