-- one row a source × told thing (pay, experience, employer) whose share left its own history by more than 15 points and three standard errors
-- severity: warn
-- says: {share} % of the postings of {source} tell {told}, {usual} % did before: see a few of them; the site may have moved the field
with shares as (
    unpivot (select source, number, postings, pay_share, experience_share, employer_share from core.source_history)
    on pay_share as pay, experience_share as experience, employer_share as employer into name told value share
),
usual as (
    select source, told, sum(share * postings) / sum(postings) as share
    from shares where number > 1 group by source, told having sum(postings) >= 100
)
select now.source, now.told, round(100 * now.share) as share, round(100 * usual.share) as usual
from shares as now
join usual on usual.source = now.source and usual.told = now.told
where now.number = 1 and now.postings >= 100 and abs(now.share - usual.share) > 0.15
    and abs(now.share - usual.share) > 3 * sqrt(greatest(usual.share * (1 - usual.share), 0.01) / now.postings)
