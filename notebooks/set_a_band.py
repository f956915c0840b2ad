# %% [markdown]
# # Set a band
# Where should a pay range for this role stand? This notebook reads the warehouse of the last run and defines nothing of
# its own. Run `vacancies run` first, set the segment below, run all cells, and compare your range with the floors,
# middles and ceilings that employers post.

# %%
import pipeline

market = pipeline.open_market()
market.query("select window_from, window_to, sample, reported, employers from mart.market")

# %% [markdown]
# ## The market as a whole, a unit at a time
# Floor, middle and ceiling like for like, each with its 90 % interval, its vacancies and employers. Units are never mixed.

# %%
whole = market.query("""
    select unit, tax_view, position, percentile, value, low, high, n, employers, grade, hidden_share, unknown_tax_share
    from mart.band where segment_by = 'all' and percentile in (.25, .5, .75) order by unit, position, percentile
""")
whole

# %% [markdown]
# ## One segment
# What may not be printed is empty and says why in `reason`; take the next wider segment then (here: the whole market).
# `method = 'pooled'` marks an estimate that leans on similar segments.

# %%
UNIT, SEGMENT_BY, KEY = "RUB/month", "experience", "1-3"
segment = market.query(f"""
    select position, percentile, value, low, high, n, employers, grade, method, reason
    from mart.band where unit = '{UNIT}' and segment_by = '{SEGMENT_BY}' and {SEGMENT_BY} = '{KEY}'
    order by position, percentile
""")
segment

# %% [markdown]
# ## A range as the market posts it: from its median floor to its median ceiling
# Read the intervals, not the points: a range inside them cannot be told from the market's own.

# %%
suggestion = segment[(segment["percentile"] == 0.5) & segment["position"].isin(["floor", "ceiling"])]
suggestion

# %% [markdown]
# ## The way back: the vacancies behind the band
# Pay as the posting writes it.

# %%
behind = market.query(f"""
    select v.title, v.employer, v.place, v.posted_on, v.pay_written, v.pay_low, v.pay_high, v.url
    from mart.band_vacancy as b join mart.vacancy as v using (vacancy_id)
    where b.band_id = (
        select any_value(band_id) from mart.band
        where unit = '{UNIT}' and segment_by = '{SEGMENT_BY}' and {SEGMENT_BY} = '{KEY}'
    ) and v.in_bands order by v.posted_on desc nulls last, v.vacancy_id limit 20
""")
behind
