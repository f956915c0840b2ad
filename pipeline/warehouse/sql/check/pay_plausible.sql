-- one row a banded pay of the role that no full-time month can be, in its own currency
-- severity: warn
-- says: {rows} amounts in bands are no pay of a full-time month, the first {low_month} to {high_month} {currency} of vacancy {vacancy_id}: see its quote; a period or currency may be misread
select pay.vacancy_id, pay.currency, month.low_month * coalesce(taxed.fixed_by, 1) as low_month,
    month.high_month * coalesce(taxed.fixed_by, 1) as high_month
from core.pay as pay
join core.vacancy as vacancy using (vacancy_id)
join core.month_pay as month using (vacancy_id)
left join core.taxed_pay as taxed using (vacancy_id)
join seed.plausible_pay as bounds on bounds.currency = pay.currency
where vacancy.role = 'yes' and pay.in_bands and (
    least(month.low_month, month.high_month) * coalesce(taxed.fixed_by, 1) < bounds.low_month
    or greatest(month.low_month, month.high_month) * coalesce(taxed.fixed_by, 1) > bounds.high_month
)
