-- one row a vacancy that hides pay and yet has a figure
-- severity: fail
select vacancy_id, kind, low, high from core.pay
where kind in ('absent', 'negotiable') and coalesce(low, high) is not null
