-- one row a vacancy of the role with monthly pay that is to be banded: what its unit check looks at
select pay.vacancy_id, pay.currency, pay.low_month, pay.high_month, place.place as city, vacancy.experience
from core.month_pay as pay
join core.vacancy as vacancy using (vacancy_id)
join core.place as place using (posting_key)
where pay.no_month is null and pay.apart_reason is null and vacancy.role = 'yes'
order by pay.currency, pay.vacancy_id
