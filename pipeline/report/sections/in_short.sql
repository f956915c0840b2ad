-- title: In short
-- order: 10
-- grain: segment × unit × position × percentile, the market as a whole and by experience
select * from mart.band where segment_by in ('all', 'experience') order by unit, segment_by, band_id, position, percentile
