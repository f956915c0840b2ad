-- one row a conversion that has neither a factor nor a reason, or a currency step without its day and source
-- severity: fail
-- says: {rows} conversions tell neither a factor nor why not, the first the {step} of vacancy {vacancy_id}: see core/conversion.sql
select vacancy_id, step, converted_from, converted_to from core.conversion
where (factor is null) = (why_not is null)
    or (step = 'currency' and factor is not null and (rate_on is null or rate_source is null))
