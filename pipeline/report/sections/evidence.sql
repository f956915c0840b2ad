-- title: The postings behind the numbers
-- order: 60
-- lead: Every underlined count in this report leads here and shows its vacancies alone. Pay stands as the posting writes it.
-- grain: vacancy of the role in the market window; of more than 20,000 the newest, and the newest 100 behind each number
with aged as (
    select
        vacancy_id, language, kind, industry,
        row_number() over (order by coalesce(posted_on, seen_on) desc nulls last, vacancy_id) as age
    from mart.vacancy
),
behind as (
    select aged.*, band.band_id from aged join mart.band_vacancy as band using (vacancy_id)
),
asking as (
    select aged.*, ask.concept from aged join mart.ask as ask using (vacancy_id) where ask.scope = 'required'
),
listed as (
    select vacancy_id from aged where age <= 20000
    union select unnest(arg_min(vacancy_id, age, 100)) from aged group by language, kind
    union select unnest(arg_min(vacancy_id, age, 100)) from aged group by industry
    union select unnest(arg_min(vacancy_id, age, 100)) from behind group by band_id
    union select unnest(arg_min(vacancy_id, age, 100)) from asking group by concept
),
bands as (
    select vacancy_id, list(band_id order by band_id) as bands
    from mart.band_vacancy semi join listed using (vacancy_id) group by vacancy_id
)
select vacancy.*, bands.bands
from mart.vacancy as vacancy semi join listed using (vacancy_id)
left join bands on bands.vacancy_id = vacancy.vacancy_id
order by place nulls last, experience, employer nulls last, title, vacancy.vacancy_id
