-- one row a Russian wage-tax bracket: the net income of a year it begins at, for turning net into gross
with ordered as (
    select *,
        lag(gross_from_rub_year) over w as gross_before,
        lag(rate) over w as rate_before
    from seed.ndfl
    window w as (partition by from_year order by gross_from_rub_year)
)
select
    from_year,
    coalesce(
        (select min(later.from_year) from seed.ndfl as later where later.from_year > ordered.from_year), 9999
    ) as before_year,
    gross_from_rub_year,
    rate,
    coalesce(sum((gross_from_rub_year - gross_before) * (1 - rate_before)) over (
        partition by from_year order by gross_from_rub_year
    ), 0) as net_from_rub_year
from ordered
order by from_year, gross_from_rub_year
