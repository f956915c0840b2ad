-- one row a vacancy of the role in the window × concept: the strongest scope, with its quote
-- a view, to be read in the order of vacancy_id, concept: its rows stand once, in raw.fact
select ask.*
from core.ask as ask
semi join mart.vacancy using (vacancy_id)
