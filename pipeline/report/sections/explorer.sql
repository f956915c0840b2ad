-- title: Your segment and your offer
-- order: 25
-- lead: Choose a segment and see its band; type a range and see where it stands. Only what may be printed can be chosen, and every figure was computed beforehand.
-- grain: printable cell × position × percentile
select * from mart.explorer order by unit, cell_id, position, percentile
