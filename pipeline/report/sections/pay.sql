-- title: What the market pays
-- order: 20
-- lead: Three bands like for like: the floor, the middle and the ceiling of what employers post. Currencies and periods are never mixed.
-- grain: segment × unit × position × percentile
select * from mart.band where segment_by in ('all', 'experience', 'place', 'industry', 'pay_scope')
order by unit, segment_by, band_id, position, percentile
