"""Arithmetic of limits: calendar months, ends of days, and the offset in which a limit is counted.

A limit counted from a moment ends at the same time of day; a limit counted from a date ends with that
calendar day. A month after 31 January is the last day of February. A day is 24 hours unless dates are
compared.
"""

import calendar
from datetime import date, datetime, time, timedelta

END_OF_DAY = time(23, 59, 59, 999999)


def months_later(moment: datetime, months: int) -> datetime:
    """The same time of day a number of calendar months later (or earlier, when negative)."""
    return datetime.combine(date_months_later(moment.date(), months), moment.timetz())


def date_months_later(day: date, months: int) -> date:
    """The same day of the month a number of calendar months later, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def days_later(moment: datetime, days: float) -> datetime:
    """A number of days of 24 hours later."""
    return moment + timedelta(days=days)


def hours_later(moment: datetime, hours: float) -> datetime:
    """A number of hours later."""
    return moment + timedelta(hours=hours)


def minutes_later(moment: datetime, minutes: float) -> datetime:
    """A number of minutes later."""
    return moment + timedelta(minutes=minutes)


def end_of_day(day: date, like: datetime) -> datetime:
    """The last moment of a calendar day, in the offset of another time."""
    return datetime.combine(day, END_OF_DAY, like.tzinfo)


def start_of_day(day: date, like: datetime) -> datetime:
    """The first moment of a calendar day, in the offset of another time."""
    return datetime.combine(day, time(), like.tzinfo)
