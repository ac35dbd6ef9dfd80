"""Lithuanian dates and numbers, after CLDR: no dot in thousands, no comma before the time."""

DATE_FORMAT = r"Y \m. F j \d."
DATETIME_FORMAT = r"Y \m. F j \d. H:i"
TIME_FORMAT = "H:i"
MONTH_DAY_FORMAT = r"F j \d."
YEAR_MONTH_FORMAT = r"Y \m. F"
SHORT_DATE_FORMAT = "Y-m-d"
SHORT_DATETIME_FORMAT = "Y-m-d H:i"
FIRST_DAY_OF_WEEK = 1
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\u00a0"
NUMBER_GROUPING = 3
