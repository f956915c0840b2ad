# %% [markdown]
# # Set a band
# Where should a pay range for this role stand? This notebook reads the warehouse and defines nothing of its own.
# Change the segment below, run all cells, and compare your range with the floors, middles and ceilings of the market.

# %%
import pipeline

market = pipeline.open_market()

# %% [markdown]
# ## The market as a whole, a unit at a time
# Floor, middle and ceiling like for like, each with its 90 % interval, its vacancies and employers.

# %%
whole = market.query("""
    select unit, position, percentile, value, low, high, n, employers, grade
    from mart.band where segment_by = 'all' order by unit, position, percentile
""")
whole

# %% [markdown]
# ## One segment
# What may not be printed is absent and says why in `reason`; take the next wider segment then.

# %%
SEGMENT_BY, KEY = "experience", "1-3"
segment = market.query(f"""
    select unit, position, percentile, value, low, high, n, employers, grade, reason
    from mart.band where segment_by = '{SEGMENT_BY}' and {SEGMENT_BY} = '{KEY}' order by unit, position, percentile
""")
segment

# %% [markdown]
# ## A range that starts at the market's median floor and ends at its median ceiling

# %%
suggestion = segment[(segment["percentile"] == 0.5) & segment["position"].isin(["floor", "ceiling"])]
suggestion[["unit", "position", "value", "low", "high", "n", "employers", "grade"]]
