-- one row a vacancy of the role in the window: what, who, where, pay as written and in its unit, and what it requires
-- In a large market it is made in slices of vacancy_id, one after the other: lists are never spilled.
select
    vacancy.vacancy_id, vacancy.posting_key, vacancy.postings, vacancy.title, vacancy.employer, vacancy.employer_id,
    vacancy.is_agency, place.place, place.place_written, place.city, place.region, place.country, place.remote, vacancy.places,
    vacancy.language, vacancy.source, posting.page, posting.id, vacancy.url, vacancy.posted_on, vacancy.seen_on,
    vacancy.first_seen_on, vacancy.last_seen_on, vacancy.closed_on, vacancy.days_open, vacancy.reposts,
    vacancy.experience, vacancy.experience_origin, vacancy.industry, vacancy.has_text, vacancy.invented,
    pay.kind, pay.low, pay.high, pay.currency, pay.period, pay.unit, pay.pay_low, pay.pay_high, pay.tax, pay.tax_view,
    pay.tax_rule, pay.period_rule, pay.currency_rule, pay.fix_rule, pay.pay_scope, pay.origin, pay.quote, pay.start, pay."end", pay.where_found, pay.period_assumed,
    pay.in_bands, pay.why_not, pay.quote as pay_written,
    pay.pay_low_rub_month_gross, pay.pay_high_rub_month_gross, pay.pay_low_rub_month_net, pay.pay_high_rub_month_net,
    coalesce(asked.asked, []) as asked, coalesce(asked.preferred, []) as preferred
from core.vacancy as vacancy
join core.pay as pay using (vacancy_id)
join core.posting as posting using (posting_key)
join core.place as place using (posting_key)
left join (
    select
        vacancy_id,
        list_sort(list(concept) filter (scope = 'required')) as asked,
        list_sort(list(concept) filter (scope = 'preferred')) as preferred
    from core.ask
    where scope in ('required', 'preferred')
        and vacancy_id >= getvariable('slice_from') and vacancy_id < getvariable('slice_to')
    group by vacancy_id
) as asked on asked.vacancy_id = vacancy.vacancy_id
where vacancy.role = 'yes' and vacancy.in_window
    and vacancy.vacancy_id >= getvariable('slice_from') and vacancy.vacancy_id < getvariable('slice_to')
order by vacancy.vacancy_id
