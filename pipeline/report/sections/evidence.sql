-- title: The postings behind the numbers
-- order: 60
-- lead: Every underlined count in this report leads here and shows its vacancies alone. Pay stands as the posting writes it.
-- grain: vacancy of the role in the market window
select * from mart.vacancy order by place nulls last, experience, employer nulls last, title, vacancy_id
