-- title: Industries
-- order: 50
-- lead: Industries by their share of vacancies; what they pay stands under “What the market pays”.
-- grain: industry
select * from mart.industry order by n desc, industry
