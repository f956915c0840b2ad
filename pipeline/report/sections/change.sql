-- title: What changed
-- order: 55
-- lead: Against the last run: the market, its mix, and our reading are told apart.
-- grain: unit
select * from mart.change order by n_new desc nulls last, unit
