-- one row a vacancy × step of making its pay comparable: from what to what, by which factor, rate, day and rule, or why not
select vacancy_id, 'period' as step, currency || '/' || coalesce(unit_period, '') as converted_from, currency || '/month' as converted_to,
    if(no_month is null, months_factor, null) as factor, null::date as rate_on, null as rate_source,
    if(no_month is null, coalesce(period_rule, 'no period written: taken as a month'), null) as rule, no_month as why_not
from core.month_pay
where kind not in ('absent', 'negotiable') and currency is not null and (unit_period is distinct from 'month' or period_assumed)
union all by name
select vacancy_id, 'unit check' as step, currency || '/month' as converted_from, currency || '/month' as converted_to,
    if(action = 'fix', fixed_by, null) as factor, if(action = 'fix', check_reason, null) as rule,
    if(action = 'quarantine', check_reason, null) as why_not
from core.taxed_pay where action in ('fix', 'quarantine')
union all by name
select vacancy_id, 'tax' as step, currency || ' ' || taken_as as converted_from,
    currency || ' ' || if(taken_as = 'gross', 'net', 'gross') as converted_to,
    if(taken_as = 'gross', coalesce(low_net / low_gross, high_net / high_gross), coalesce(low_gross / low_net, high_gross / high_net)) as factor,
    if(tax = 'unknown', 'gross or net not written; ', '') || tax_table as rule,
    if(tax_table is null, 'no tax table of ' || currency || coalesce(' for ' || tax_year, ''), null) as why_not
from core.taxed_pay
union all by name
select rate.vacancy_id, 'currency' as step, pay.currency as converted_from, rate.target as converted_to, rate.rate as factor, rate.rate_on,
    rate.rate_source, if(rate.rate is null, null, 'the rate nearest to the posting''s day, at most ten days away') as rule, rate.why_not
from core.conversion_rate as rate join core.taxed_pay as pay using (vacancy_id)
where pay.currency <> rate.target
order by vacancy_id, step, converted_to
