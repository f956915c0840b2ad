-- one row a source × language whose share of its postings left its own history by more than 15 points
-- severity: warn
-- says: {share} % of the postings of {source} are in {language}, {usual} % were before: another search, or a language misread
with shares as (
    unpivot (select source, number, postings, ru_share, tr_share, en_share, other_share from core.source_history)
    on ru_share as ru, tr_share as tr, en_share as en, other_share as other into name language value share
),
usual as (
    select source, language, sum(share * postings) / sum(postings) as share
    from shares where number > 1 group by source, language having sum(postings) >= 100
)
select now.source, now.language, round(100 * now.share) as share, round(100 * usual.share) as usual
from shares as now
join usual on usual.source = now.source and usual.language = now.language
where now.number = 1 and now.postings >= 100 and abs(now.share - usual.share) > 0.15
