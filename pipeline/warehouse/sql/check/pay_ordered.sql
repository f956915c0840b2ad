-- one row a banded pay whose ends are swapped, not positive, or not those of its kind
-- severity: fail
-- says: {rows} banded amounts are swapped, not positive or of another form than told, the first {kind} {pay_low} to {pay_high} of vacancy {vacancy_id}: see core/pay.sql
select vacancy_id, kind, pay_low, pay_high
from core.pay
where in_bands and (
    pay_low > pay_high or least(pay_low, pay_high) <= 0
    or (kind in ('range', 'point') and (pay_low is null or pay_high is null))
    or (kind = 'from' and pay_high is not null) or (kind = 'upto' and pay_low is not null)
)
