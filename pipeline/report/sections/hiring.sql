-- title: Who hires
-- order: 52
-- lead: How many employers share the market, who posts most, in which format, and for how long.
-- grain: employer
select * from mart.employer order by rank
