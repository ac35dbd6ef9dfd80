"""Lithuanian dates and numbers, after CLDR: no dot in thousands, no comma before the time."""

# "E" is the month in the genitive, as after a year; "F" is the nominative, for a month alone.
DATE_FORMAT = "Y\u00a0\\m. E j\u00a0\\d."
DATETIME_FORMAT = "Y\u00a0\\m. E j\u00a0\\d. H:i"
TIME_FORMAT = "H:i"
MONTH_DAY_FORMAT = "E j\u00a0\\d."
YEAR_MONTH_FORMAT = "Y\u00a0\\m. F"
SHORT_DATE_FORMAT = "Y-m-d"
SHORT_DATETIME_FORMAT = "Y-m-d H:i"
FIRST_DAY_OF_WEEK = 1
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\u00a0"
NUMBER_GROUPING = 3
