"""Countries: which law and tasks hold on a territory, what its layers and money are called, what is not known."""

from reformsim.country.load import (
    NETHERLANDS,
    Country,
    check_country,
    country_problem,
    embedded_countries,
    load_country,
)

__all__ = ["NETHERLANDS", "Country", "check_country", "country_problem", "embedded_countries", "load_country"]
