-- one row a posting: opening_key, the smallest key of its exact duplicates, and why it was grouped (null: it stands alone)
-- Same source, id, title and pay (and nothing that contradicts), or same employer, title, text (and pay, where several are shown).
-- An id alone never merges: ids are unique within their page only. Chains over both rules are followed three times;
-- check/openings_split.sql tells if that was ever too few.
with told as (
    select
        posting.posting_key, posting.source, posting.id,
        lower(trim(regexp_replace(posting.title, '\s+', ' ', 'g'))) as title,
        lower(trim(regexp_replace(posting.employer, '\s+', ' ', 'g'))) as employer,
        md5(nullif(trim(posting.text), '')) as text_digest,
        pay.kind in ('absent', 'negotiable') as pay_hidden,
        concat_ws('/', pay.kind, pay.low, pay.high, pay.currency, pay.period) as pay
    from raw.posting as posting
    join core.posting_pay as pay using (posting_key)
),
keyed as (
    select
        posting_key,
        case
            when title is null then null
            when pay_hidden and employer is null and text_digest is null then null
            else md5(concat_ws('|', source, id, title, pay, coalesce(employer, ''), case when pay_hidden and employer is null then text_digest end))
        end as by_id,
        case
            when text_digest is null then null
            when count(distinct case when not pay_hidden then pay end) over (partition by employer, title, text_digest) > 1
                then md5(concat_ws('|', coalesce(employer, ''), coalesce(title, ''), text_digest, pay))
            else md5(concat_ws('|', coalesce(employer, ''), coalesce(title, ''), text_digest))
        end as by_text
    from told
),
sizes as (
    select *,
        case when by_id is not null and count(*) over (partition by by_id) > 1 then by_id else posting_key end as a,
        case when by_text is not null and count(*) over (partition by by_text) > 1 then by_text else posting_key end as b
    from keyed
),
a1 as (select *, min(posting_key) over (partition by a) as k1 from sizes),
b1 as (select *, min(k1) over (partition by b) as k2 from a1),
a2 as (select *, min(k2) over (partition by a) as k3 from b1),
b2 as (select *, min(k3) over (partition by b) as k4 from a2),
a3 as (select *, min(k4) over (partition by a) as k5 from b2),
b3 as (select *, min(k5) over (partition by b) as k6 from a3)
select
    posting_key,
    k6 as opening_key,
    a as id_group,
    b as text_group,
    case
        when a <> posting_key and b <> posting_key then 'same id, title and pay; same employer, title and text'
        when a <> posting_key then 'same id, title and pay'
        when b <> posting_key then 'same employer, title and text'
    end as reason
from b3
order by posting_key
