"""What will be won by a day, as a distribution: pure figures over stays in stages. `docs/forecast.md` tells the method.

Days are ordinals (`date.toordinal`). Nothing here knows the database; everything asks `known_on` first what was known
on the day of the forecast, so that a forecast of the past cannot peek.
"""
