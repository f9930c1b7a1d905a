"""Words on a page: those that every face says (`reading.words`), by the name the pages know them under."""

from shanzhi.reading.words import deadline, last_day, moment, say, span, until

__all__ = ["deadline", "last_day", "moment", "say", "span", "until"]
