-- one row a posting: what decides which postings are one opening, numbered from 0 in the order of `identity`
select
    row_number() over (order by advert.identity) - 1 as number,
    advert.identity, advert.posting_key, advert.is_live, posting.source, posting.id, posting.url, posting.title,
    posting.employer, posting.place,
    array_to_string(if(len(place.cities) > 0, place.cities, [place.city]), '|') as cities, posting.language, posting.stated_experience as experience,
    hours.hours,
    pay.low as pay_low, pay.high as pay_high, pay.currency, pay.period
from core.advert as advert
join raw.posting as posting using (posting_key)
join core.posting_pay as pay using (posting_key)
join core.place as place using (posting_key)
left join (
    -- full-time, part-time or rotational, where the posting says one of them only
    select posting_key, any_value(concept) as hours from raw.fact
    where concept in ('full-time', 'part-time', 'rotational')
    group by posting_key having count(distinct concept) = 1
) as hours using (posting_key)
