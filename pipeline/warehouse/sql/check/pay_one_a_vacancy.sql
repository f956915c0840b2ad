-- one row a vacancy without exactly one row of pay
-- severity: fail
-- says: {rows} vacancies have not exactly one pay, the first {vacancy_id} has {rows_of_pay}: see core/pay.sql
select vacancy_id, count(pay.vacancy_id) as rows_of_pay
from core.vacancy left join core.pay as pay using (vacancy_id)
group by vacancy_id having count(pay.vacancy_id) <> 1
