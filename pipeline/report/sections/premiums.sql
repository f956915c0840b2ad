-- title: What requirements go with in pay
-- order: 45
-- lead: Vacancies that ask for it against those that do not, with equal experience, place, industry and other requirements. Goes with, not causes: nobody is paid more for a line in a posting.
-- grain: unit × required concept
select * from mart.premium order by unit, percent desc nulls last, concept
