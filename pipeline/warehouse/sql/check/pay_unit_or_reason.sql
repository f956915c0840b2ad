-- one row a vacancy whose pay has neither a unit nor a reason to stay out of bands, or both
-- severity: fail
select vacancy_id, unit, why_not from core.pay where (unit is null) = (why_not is null)
