-- one row a vacancy whose comparable net pay is above its gross, or whose ends are swapped
-- severity: fail
-- says: {rows} comparable amounts are above their gross or swapped, the first of vacancy {vacancy_id}: see core/tax_bracket.sql
select vacancy_id, pay_low_rub_month_gross, pay_low_rub_month_net
from core.pay
where pay_low_rub_month_net > pay_low_rub_month_gross or pay_high_rub_month_net > pay_high_rub_month_gross
    or pay_low_rub_month_gross > pay_high_rub_month_gross
