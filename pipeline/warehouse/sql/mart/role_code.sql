-- one row a role × code of another classification: hh.ru, trudvsem, ESCO, ISCO-08; is_neighbour where it is only near
select role, scheme, code::varchar as code, label, is_neighbour is not null as is_neighbour
from seed.role_code
order by role, is_neighbour, scheme, code
