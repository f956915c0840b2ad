-- one row a posting: its experience bucket (DESIGN §3), the stated one where the site states one, else the text's
with said as (
    select * from raw.fact where kind = 'experience'
    qualify row_number() over (
        partition by posting_key order by origin = 'stated' desc, principal desc, fact_number
    ) = 1
)
select
    posting.posting_key,
    case
        when said.posting_key is null then coalesce(posting.stated_experience, 'silent')
        when said.scope = 'not_needed' then 'none'
        when said.low is null then 'some'
        when said.low < 1 then 'none'
        when said.low < 3 then '1-3'
        when said.low < 6 then '3-6'
        else '6+'
    end as experience,
    case when said.posting_key is not null then said.origin when posting.stated_experience is not null then 'stated' end
        as experience_origin,
    said.scope as modality,
    said.low as years_low,
    said.high as years_high,
    said.quote
from raw.posting as posting
left join said using (posting_key)
order by posting.posting_key
