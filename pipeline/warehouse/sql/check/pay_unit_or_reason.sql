-- one row a vacancy whose pay has neither a unit nor a reason to stay out of bands, or both
-- severity: fail
-- says: {rows} vacancies have pay with neither a unit nor a reason to stay out of bands, or with both, the first {vacancy_id}: see core/pay.sql
select vacancy_id, unit, why_not from core.pay where (unit is null) = (why_not is null)
