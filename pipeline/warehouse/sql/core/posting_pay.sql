-- one row a posting: its headline pay as written; kind 'absent' where nothing is said
select
    posting.posting_key,
    coalesce(fact.concept, 'absent') as kind,
    fact.low,
    fact.high,
    coalesce(currency.currency, nullif(upper(split_part(fact.unit, '/', 1)), '')) as currency,
    nullif(split_part(fact.unit, '/', 2), '') as period,
    case when fact.concept is null then null else coalesce(fact.level, 'unknown') end as tax,
    case when fact.concept is null then null else coalesce(fact.scope, 'unknown') end as pay_scope,
    fact.origin,
    fact.quote,
    fact.start,
    fact."end",
    fact."where" as where_found
from raw.posting as posting
left join (
    select * from raw.fact where kind = 'pay'
    qualify row_number() over (
        partition by posting_key order by principal desc, origin = 'stated' desc, fact_number
    ) = 1
) as fact using (posting_key)
left join seed.currency as currency on currency.written = upper(split_part(fact.unit, '/', 1))
