-- title: What postings ask
-- order: 40
-- lead: Required and preferred are counted apart; a duty or a benefit is neither.
-- grain: concept
select * from mart.requirement
where coalesce(required, 0) + coalesce(preferred, 0) > 0
    and kind not in ('functions', 'conditions', 'benefits', 'person') -- what the role does and gives is not asked
order by share_asked desc nulls last, concept
