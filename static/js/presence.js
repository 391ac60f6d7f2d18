// Says who else is in this section, and shows what they save.
