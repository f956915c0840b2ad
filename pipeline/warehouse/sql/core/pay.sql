-- one row a vacancy: its pay as written, and the same figures in the unit of its band, or why it stays out of bands
-- Rules (DESIGN law 5): one currency, one period, one tax view a band; a missing period is a month for RUB and TRY
-- (flagged); yearly pay is banded by the year where the seed says so; net roubles become gross by the wage tax of their
-- year; a side that is not written stays null.
with seeded as (
    select currency, any_value(unwritten_period) as unwritten_period, bool_or(yearly_band) as yearly_band,
        any_value(tax_view) as tax_view
    from seed.currency group by currency
),
apart as (
    select ask.vacancy_id, min(kept.reason) as reason
    from core.ask as ask join seed.kept_apart as kept using (concept)
    where ask.scope in ('required', 'offered', 'duty')
    group by ask.vacancy_id
),
judged as (
    select
        vacancy.vacancy_id, vacancy.language, pay.*,
        greatest(
            coalesce(extract(year from coalesce(vacancy.posted_on, day.today)), (select max(from_year) from seed.ndfl)),
            (select min(from_year) from seed.ndfl)
        ) as tax_year, -- where nothing is dated the newest table counts
        coalesce(pay.period, seeded.unwritten_period) as unit_period,
        pay.period is null and seeded.unwritten_period is not null as period_assumed,
        coalesce(seeded.tax_view, 'gross') as tax_view,
        case when pay.tax = 'unknown' then coalesce(convention.taken_as, 'gross') else pay.tax end as taken_as,
        case
            when pay.kind = 'absent' then 'no pay shown'
            when pay.kind = 'negotiable' then 'pay is negotiable'
            when pay.currency is null then 'no currency written'
            when coalesce(pay.low, pay.high) is null then 'no figure'
            when least(pay.low, pay.high) <= 0 then 'a figure of zero'
            when coalesce(pay.period, seeded.unwritten_period) is null then 'no period written'
            when coalesce(pay.period, seeded.unwritten_period) not in ('month', 'year') then 'paid by the ' || pay.period
            when pay.period = 'year' and not coalesce(seeded.yearly_band, false) then 'yearly pay in a monthly market'
            when apart.reason is not null then apart.reason
        end as kept_out
    from core.vacancy as vacancy
    join core.posting_pay as pay using (posting_key)
    join core.posting as posting using (posting_key)
    cross join core.day as day
    left join seeded on seeded.currency = pay.currency
    left join core.tax_convention as convention
        on convention.source = posting.source and convention.page = posting.page and convention.currency = pay.currency
    left join apart on apart.vacancy_id = vacancy.vacancy_id
),
taxed as (
    select *,
        coalesce(kept_out, case
            when taken_as <> tax_view and not (currency = 'RUB' and taken_as = 'net')
                then taken_as || ' pay among ' || tax_view || ': no dated tax table for ' || currency
        end) as why_not,
        kept_out is null and taken_as = 'net' and tax_view = 'gross' and currency = 'RUB' as grossed_up
    from judged
),
grossed as (
    select taxed.*,
        coalesce((
            select b.gross_from_rub_year + (12 * low_high.amount - b.net_from_rub_year) / (1 - b.rate)
            from core.ndfl_bracket as b
            where taxed.tax_year >= b.from_year and taxed.tax_year < b.before_year
                and b.net_from_rub_year <= 12 * low_high.amount
            order by b.gross_from_rub_year desc limit 1
        ) / 12, null) as gross_month, low_high.side
    from taxed cross join (select 1) as one(x), lateral (values ('low', taxed.low), ('high', taxed.high)) as low_high(side, amount)
    where taxed.grossed_up and low_high.amount is not null
),
sides as (
    select vacancy_id, max(gross_month) filter (side = 'low') as gross_low, max(gross_month) filter (side = 'high') as gross_high
    from grossed group by vacancy_id
),
figures as (
    select taxed.*,
        case when why_not is null then if(grossed_up, sides.gross_low, low) end as one_end,
        case when why_not is null then if(grossed_up, sides.gross_high, high) end as other_end
    from taxed left join sides using (vacancy_id)
)
select
    vacancy_id, kind, low, high, currency, period,
    case when why_not is null then currency || '/' || unit_period end as unit,
    case when one_end > other_end then other_end else one_end end as pay_low,
    case when one_end > other_end then one_end else other_end end as pay_high,
    tax, case when why_not is null then tax_view end as tax_view,
    case
        when why_not is not null then null
        when grossed_up and tax = 'unknown' then 'not written; taken as net, made gross by the wage tax of ' || tax_year
        when grossed_up then 'net made gross by the wage tax of ' || tax_year
        when tax = 'unknown' then 'not written; taken as ' || taken_as
        else 'as written'
    end as tax_rule,
    pay_scope, origin, quote, start, "end", where_found,
    why_not is null and period_assumed as period_assumed,
    why_not is null as in_bands,
    why_not
from figures
order by vacancy_id
