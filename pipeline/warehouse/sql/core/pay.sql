-- one row a vacancy: its pay as written, the same in RUB a month gross and net, and in the unit of its band, or why it stays out of bands
-- Rules (DESIGN law 5): one currency, one period, one tax view a band. With a report currency every pay that has a dated rate is in
-- it by the month; all else is banded apart in its own currency. The view is the setting's where the currency has a tax table, else
-- the one its market usually writes. A side that is not written stays null.
with setting as (
    select any_value(tax) as tax, any_value(report_currency) as report_currency from seed.setting
),
tabled as (select distinct currency from core.tax_bracket),
views as (
    select pay.vacancy_id, pay.currency, pay.usual_view,
        if(setting.tax <> 'usual' and tabled.currency is not null, setting.tax, pay.usual_view) as own_view,
        setting.report_currency as report_currency,
        if(setting.tax <> 'usual' and report_tabled.currency is not null, setting.tax, coalesce(usual.tax_view, 'gross')) as report_view
    from core.month_pay as pay
    cross join setting
    left join tabled on tabled.currency = pay.currency
    left join tabled as report_tabled on report_tabled.currency = setting.report_currency
    left join (select currency, any_value(tax_view) as tax_view from seed.currency group by currency) as usual
        on usual.currency = setting.report_currency
),
ways as (
    select
        pay.*, taxed.taken_as, taxed.tax_table, taxed.action, taxed.check_reason, taxed.fixed_by,
        taxed.low_gross, taxed.high_gross, taxed.low_net, taxed.high_net, views.own_view, views.report_view,
        views.report_currency, rub.rate as rub_rate, other.rate as report_rate, other.rate_on, other.rate_source,
        views.report_currency is not null and other.rate is not null
            and coalesce(if(views.report_view = 'gross', coalesce(taxed.low_gross, taxed.high_gross), coalesce(taxed.low_net, taxed.high_net)), 0) > 0
            as is_converted
    from core.month_pay as pay
    join views using (vacancy_id)
    left join core.taxed_pay as taxed using (vacancy_id)
    left join core.conversion_rate as rub on rub.vacancy_id = pay.vacancy_id and rub.target = 'RUB'
    left join core.conversion_rate as other
        on other.vacancy_id = pay.vacancy_id and other.target = views.report_currency
),
viewed as (
    select *,
        if(is_converted, report_currency, currency) as band_currency,
        if(is_converted, report_view, own_view) as view,
        not is_converted and unit_period = 'year' and yearly_band as by_year,
        if(is_converted, report_rate, 1) as rate,
        if(view = 'gross', low_gross, low_net) as view_low,
        if(view = 'gross', high_gross, high_net) as view_high,
        coalesce(
            no_month, apart_reason,
            if(action = 'quarantine', 'set aside: ' || check_reason, null),
            if(coalesce(view_low, view_high) is null,
                taken_as || ' pay among ' || view || ': no tax table of ' || currency || coalesce(' for ' || pay_year, ''), null)
        ) as why_not
    from ways
)
select
    vacancy_id, kind, low, high, currency, period,
    if(why_not is null, band_currency || '/' || if(by_year, 'year', 'month'), null) as unit,
    if(why_not is null, round(view_low * rate * if(by_year, 12, 1), 4), null) as pay_low,
    if(why_not is null, round(view_high * rate * if(by_year, 12, 1), 4), null) as pay_high,
    tax, if(why_not is null, view, null) as tax_view,
    case
        when why_not is not null then null
        when taken_as <> view then
            if(tax = 'unknown', 'not written; taken as ' || taken_as || ', made ', taken_as || ' made ') || view || ' by the ' || tax_table
        when tax = 'unknown' then 'not written; taken as ' || taken_as
        else 'as written'
    end as tax_rule,
    if(why_not is null and not by_year, period_rule, null) as period_rule,
    if(why_not is null and is_converted and currency <> band_currency,
        'at ' || round(rate, 6) || ' ' || band_currency || ' of ' || rate_on || ' (' || rate_source || ')', null) as currency_rule,
    if(action = 'fix', check_reason, null) as fix_rule,
    pay_scope, origin, quote, start, "end", where_found,
    why_not is null and period_assumed as period_assumed,
    why_not is null as in_bands,
    why_not,
    if(coalesce(action, 'keep') = 'quarantine', null, round(low_gross * rub_rate, 4)) as pay_low_rub_month_gross,
    if(coalesce(action, 'keep') = 'quarantine', null, round(high_gross * rub_rate, 4)) as pay_high_rub_month_gross,
    if(coalesce(action, 'keep') = 'quarantine', null, round(low_net * rub_rate, 4)) as pay_low_rub_month_net,
    if(coalesce(action, 'keep') = 'quarantine', null, round(high_net * rub_rate, 4)) as pay_high_rub_month_net
from viewed
order by vacancy_id
