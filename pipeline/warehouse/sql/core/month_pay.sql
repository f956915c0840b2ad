-- one row a vacancy: its pay as written and by the month in its own currency, gross or net as written, or why it has no such figure
-- A period not written is a month for RUB and TRY (flagged). Years are twelfths, weeks 4.345 to the month, hours by the production
-- calendar of the posting's year; shifts, days and piece rates are never converted.
with seeded as (
    select currency, any_value(unwritten_period) as unwritten_period, bool_or(yearly_band) as yearly_band,
        any_value(tax_view) as usual_view
    from seed.currency group by currency
),
apart as (
    select ask.vacancy_id, min(kept.reason) as reason
    from core.ask as ask join seed.kept_apart as kept using (concept)
    where ask.scope in ('required', 'offered', 'duty')
    group by ask.vacancy_id
),
known as (
    select
        vacancy.vacancy_id, vacancy.role, pay.* exclude (posting_key), posting.source, posting.page,
        coalesce(vacancy.posted_on, vacancy.seen_on) as pay_on,
        extract(year from coalesce(vacancy.posted_on, vacancy.seen_on, day.today))::integer as pay_year,
        coalesce(pay.period, seeded.unwritten_period) as unit_period,
        pay.period is null and seeded.unwritten_period is not null as period_assumed,
        coalesce(seeded.yearly_band, false) as yearly_band,
        coalesce(seeded.usual_view, 'gross') as usual_view,
        apart.reason as apart_reason
    from core.vacancy as vacancy
    join core.posting_pay as pay using (posting_key)
    join core.posting as posting using (posting_key)
    cross join core.day as day
    left join seeded on seeded.currency = pay.currency
    left join apart on apart.vacancy_id = vacancy.vacancy_id
),
normed as (
    select known.*,
        case unit_period
            when 'month' then 1
            when 'year' then 1.0 / 12
            when 'week' then 4.345
            when 'hour' then hours.hours_month
        end::double as months_factor,
        case unit_period
            when 'year' then 'a twelfth of a year'
            when 'week' then '4.345 weeks a month'
            when 'hour' then hours.rule
        end as period_rule
    from known
    left join seed.working_hours as hours
        on hours.currency = known.currency and known.unit_period = 'hour'
        -- where nothing is dated the newest calendar counts
        and coalesce(known.pay_year, (select max(from_year) from seed.working_hours)) >= hours.from_year
        and coalesce(known.pay_year, (select max(from_year) from seed.working_hours)) < hours.before_year
)
select
    vacancy_id, role, kind, low, high, currency, period, tax, pay_scope, origin, quote, start, "end", where_found,
    source, page, pay_on, pay_year, unit_period, period_assumed, yearly_band, usual_view, months_factor,
    if(kind in ('absent', 'negotiable') or currency is null, null, period_rule) as period_rule,
    case
        when kind = 'absent' then 'no pay shown'
        when kind = 'negotiable' then 'pay is negotiable'
        when currency is null then 'no currency written'
        when coalesce(low, high) is null then 'no figure'
        when least(low, high) <= 0 then 'a figure of zero'
        when unit_period is null then 'no period written'
        when months_factor is null and unit_period = 'hour' then 'paid by the hour, no working hours of its country and year'
        when months_factor is null then 'paid by the ' || unit_period
    end as no_month,
    apart_reason,
    if(no_month is null and low is not null, if(low > high, high, low) * months_factor, null) as low_month,
    if(no_month is null and high is not null, if(low > high, low, high) * months_factor, null) as high_month
from normed
order by vacancy_id
