"""How Django's own pages, those of the administration, write days and moments."""
