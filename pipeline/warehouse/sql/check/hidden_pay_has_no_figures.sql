-- one row a vacancy that hides pay and yet has a figure
-- severity: fail
-- says: {rows} vacancies hide their pay and yet have a figure, the first {vacancy_id}: a rule of pay is wrong
select vacancy_id, kind, low, high from core.pay
where kind in ('absent', 'negotiable') and coalesce(low, high) is not null
