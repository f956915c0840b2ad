-- one row a vacancy with monthly pay: after its unit check, gross and net in its own currency, and by which table
with checked as (
    select pay.*, coalesce("check".action, 'keep') as action, "check".reason as check_reason,
        coalesce("check".factor, 1) as fixed_by,
        coalesce(
            pay.pay_year, (select max(from_year) from core.tax_bracket as b where b.currency = pay.currency)
        ) as tax_year, -- where nothing is dated the newest table counts
        if(pay.tax = 'unknown', coalesce(convention.taken_as, pay.usual_view), pay.tax) as taken_as
    from core.month_pay as pay
    left join core.pay_check as "check" using (vacancy_id)
    left join core.tax_convention as convention
        on convention.source = pay.source and convention.page = pay.page and convention.currency = pay.currency
    where pay.no_month is null
),
ends as (
    select vacancy_id, currency, tax_year, taken_as, 'low' as side, 12 * low_month * fixed_by as year_pay
    from checked where low_month is not null
    union all
    select vacancy_id, currency, tax_year, taken_as, 'high', 12 * high_month * fixed_by
    from checked where high_month is not null
),
both_views as (
    select
        ends.vacancy_id, ends.side, b.rule,
        coalesce(if(taken_as = 'gross', year_pay, b.gross_from + (year_pay - b.net_from) / b.kept), null) / 12 as gross,
        coalesce(if(taken_as = 'net', year_pay, b.net_from + (year_pay - b.gross_from) * b.kept), null) / 12 as net
    from ends
    left join core.tax_bracket as b
        on b.currency = ends.currency and ends.tax_year >= b.from_year and ends.tax_year < b.before_year
        and if(taken_as = 'gross', year_pay >= b.gross_from and year_pay < b.gross_before,
            year_pay >= b.net_from and year_pay < b.net_before)
),
sides as (
    select
        vacancy_id, any_value(rule) as rule,
        max(gross) filter (side = 'low') as low_gross, max(gross) filter (side = 'high') as high_gross,
        max(net) filter (side = 'low') as low_net, max(net) filter (side = 'high') as high_net
    from both_views group by vacancy_id
)
select
    checked.vacancy_id, checked.currency, checked.unit_period, checked.period_rule, checked.months_factor,
    checked.pay_on, checked.tax, checked.taken_as, checked.tax_year,
    sides.rule || checked.tax_year as tax_table,
    checked.action, checked.check_reason, checked.fixed_by,
    checked.low_month, checked.high_month, sides.low_gross, sides.high_gross, sides.low_net, sides.high_net
from checked join sides using (vacancy_id)
order by checked.vacancy_id
