-- one row a vacancy without exactly one row of pay
-- severity: fail
select vacancy_id, count(pay.vacancy_id) as rows_of_pay
from core.vacancy left join core.pay as pay using (vacancy_id)
group by vacancy_id having count(pay.vacancy_id) <> 1
