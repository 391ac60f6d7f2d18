"""Korean days and moments as on our own pages; Django's puts "PM" behind its hour."""

DATE_FORMAT = "Y. n. j."
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "Y. n. j. H:i"
