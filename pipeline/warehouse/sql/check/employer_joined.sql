-- one row a vacancy whose employer is not in core.employer, or a name that two employers are shown by
-- severity: fail
-- says: {rows} employers are not told apart by their names or are unknown, the first {employer_id}: report it
select vacancy.employer_id, vacancy.employer from core.vacancy as vacancy
anti join core.employer as employer using (employer_id) where vacancy.employer_id is not null
union all
select any_value(employer_id), name from core.employer group by name having count(*) > 1
