"""The shelf of report sections: one .sql file with a header each, and a .py file of the same name where a table is not enough."""

# ruff: noqa: E501 - a sentence for the catalogues, and a row of the fake market, stay whole
