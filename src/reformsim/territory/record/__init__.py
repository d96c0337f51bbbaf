"""A record of several maps: the territory of any first day within its years, put together from it."""
