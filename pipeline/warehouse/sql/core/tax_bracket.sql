-- one row a currency × tax year × bracket of gross pay: what is kept of each further unit, for net from gross and gross from net
-- RUB: the residents' wage tax by marginal rates (seed.ndfl). TRY: the mean month of a year of equal gross pay: social insurance
-- up to its ceiling, wage tax on the rest less that of the minimum wage, stamp duty above the minimum wage (seed.payroll_try).
-- Both are straight between the rows, so that net_from + (gross - gross_from) × kept is exact, and so is its inverse.
with rub as (
    select
        'RUB' as currency, from_year,
        coalesce(
            (select min(later.from_year) from seed.ndfl as later where later.from_year > ndfl.from_year), 9999
        ) as before_year,
        gross_from_rub_year as gross_from, 1 - rate as kept,
        lag(gross_from_rub_year) over w as gross_last, lag(1 - rate) over w as kept_last
    from seed.ndfl as ndfl
    window w as (partition by from_year order by gross_from_rub_year)
),
rub_kept as (
    select
        currency, from_year, before_year, gross_from,
        coalesce(sum((gross_from - gross_last) * kept_last) over (
            partition by from_year order by gross_from
        ), 0)::double as net_from,
        kept::double as kept
    from rub
),
payroll as (
    select year, 12 * minimum_wage_try_month as minimum, 12 * insurance_ceiling_try_month as ceiling,
        insurance_rate, stamp_rate
    from seed.payroll_try
),
ends as (
    -- the gross pay of a year at which any of the three rules bends; the last row only gives the last slope
    select year, 0 as gross from payroll
    union select year, minimum from payroll
    union select year, ceiling from payroll
    union
    select year, if(
        tax.base_from_try_year <= payroll.ceiling * (1 - insurance_rate),
        tax.base_from_try_year / (1 - insurance_rate),
        tax.base_from_try_year + payroll.ceiling * insurance_rate
    )
    from seed.wage_tax_try as tax join payroll using (year)
    union select year, 100 * ceiling from payroll
),
based as (
    select ends.year, ends.gross, payroll.*,
        ends.gross - insurance_rate * least(ends.gross, ceiling) as base,
        minimum * (1 - insurance_rate) as exempt_base,
        stamp_rate * greatest(0, ends.gross - minimum) as stamp
    from ends join payroll using (year)
),
rates as (
    select *, rate - coalesce(lag(rate) over (partition by year order by base_from_try_year), 0) as rise
    from seed.wage_tax_try
),
taxed as (
    select
        based.year, based.gross, any_value(based.base) as base, any_value(based.stamp) as stamp,
        sum(rise * greatest(0, based.base - base_from_try_year)) as tax,
        sum(rise * greatest(0, based.exempt_base - base_from_try_year)) as exempt
    from based join rates on rates.year = based.year
    group by based.year, based.gross
),
netted as (select year, gross, base - greatest(0, tax - exempt) - stamp as net from taxed),
try_kept as (
    select
        'TRY' as currency, year as from_year, year + 1 as before_year, gross as gross_from, net as net_from,
        (lead(net) over w - net) / (lead(gross) over w - gross) as kept
    from netted
    window w as (partition by year order by gross)
),
both_taxes as (from rub_kept union all by name from try_kept where kept is not null)
select
    currency, from_year, before_year, gross_from::double as gross_from, net_from::double as net_from, kept::double as kept,
    coalesce(lead(gross_from) over w, 'infinity')::double as gross_before,
    coalesce(lead(net_from) over w, 'infinity')::double as net_before,
    if(currency = 'RUB', 'wage tax of ', 'payroll of ') as rule
from both_taxes
window w as (partition by currency, from_year order by gross_from)
order by currency, from_year, gross_from
