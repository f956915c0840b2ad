-- one row a vacancy with monthly pay × target currency: the rate of its day, or why there is none
-- The nearest rate of a central bank within ten days of the posting's day, the earlier of two; hh's undated list only where no bank
-- has one. A rate further away is no rate: that currency is banded apart.
with days as (select distinct currency, pay_on from core.taxed_pay),
targets as (select distinct target from core.rate union select 'RUB'),
near as (
    select days.currency, days.pay_on, rate.target, rate.rate, rate.rate_on, rate.rate_source
    from days join core.rate as rate on rate.currency = days.currency
    where abs(rate.rate_on - days.pay_on) <= 10
    qualify row_number() over (
        partition by days.currency, days.pay_on, rate.target
        order by rate.official desc, abs(rate.rate_on - days.pay_on), rate.rate_on, rate.rate_source
    ) = 1
)
select
    pay.vacancy_id, targets.target,
    if(pay.currency = targets.target, 1, near.rate) as rate, near.rate_on, near.rate_source,
    case
        when pay.currency = targets.target or near.rate is not null then null
        when pay.pay_on is null then 'the posting has no day to take a rate of'
        else 'no rate of ' || pay.currency || ' in ' || targets.target || ' within ten days of ' || pay.pay_on
    end as why_not
from core.taxed_pay as pay
cross join targets
left join near on near.currency = pay.currency and near.pay_on = pay.pay_on and near.target = targets.target
order by pay.vacancy_id, targets.target
