-- one row a currency × day × target currency: what one unit of it is worth, where from; the target is RUB or the report's currency
-- A rate of two currencies that stands in no list is made of both over the money in which that list quotes (DESIGN law 5).
with listed as (
    select source, valid_on, currency, nominal, rate, quoted_in, official from seed.rate
    union select source, valid_on, currency, nominal, rate, quoted_in, official from raw.rate
),
quoted as (
    -- everything over the money its list quotes in: one unit of `currency` = `worth` of `base`
    select source, valid_on, official, quoted_in as base, currency, rate / nominal as worth
    from listed where source in ('cbr', 'tcmb')
    union all
    -- lists that give the others for one unit of their own money
    select source, valid_on, official, currency, quoted_in, nominal / rate
    from listed where source not in ('cbr', 'tcmb')
    union all
    select distinct source, valid_on, official,
        if(source in ('cbr', 'tcmb'), quoted_in, currency) as base,
        if(source in ('cbr', 'tcmb'), quoted_in, currency) as currency, 1
    from listed
),
targets as (
    select 'RUB' as target
    union
    select report_currency from seed.setting where report_currency is not null
)
select
    one.currency, one.valid_on as rate_on, targets.target, (one.worth / other.worth)::double as rate,
    one.source as rate_source, one.official
from quoted as one
join quoted as other on other.source = one.source and other.valid_on = one.valid_on and other.base = one.base
join targets on targets.target = other.currency
where one.currency <> other.currency
order by one.currency, one.valid_on, targets.target, one.source
