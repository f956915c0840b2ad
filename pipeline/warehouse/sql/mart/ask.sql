-- one row a vacancy of the role in the window × concept: the strongest scope, with its quote
select ask.*
from core.ask as ask
join core.vacancy as vacancy using (vacancy_id)
where vacancy.role = 'yes' and vacancy.in_window
order by ask.vacancy_id, ask.concept
