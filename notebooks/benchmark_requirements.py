# %% [markdown]
# # Benchmark requirements
# How usual is what you ask for, what goes with it in pay, and what would dropping it change? This notebook reads the
# warehouse of the last run and defines nothing of its own. Put your requirements below and run all cells.

# %%
import pipeline

market = pipeline.open_market()
REQUIREMENTS = "('crm', 'excel', 'english', 'higher-education')"
UNIT = "RUB/month"
market.query("select window_from, window_to, sample, reported, employers from mart.market")

# %% [markdown]
# ## How many ask for it
# Shares of vacancies with a text, required and preferred apart, each with its 90 % interval.

# %%
asked = market.query(f"""
    select label_en, required, share_required, share_required_low, share_required_high, share_preferred, n, employers, grade
    from mart.requirement where concept in {REQUIREMENTS} order by share_required desc
""")
asked

# %% [markdown]
# ## What goes with it in pay, and what dropping it would change
# `percent` is like for like, `raw_percent` is not; where `clear` is false the difference cannot be told from chance.
# `without_share`: of comparable vacancies, those that do not ask for it.

# %%
premiums = market.query(f"""
    select label_en, percent, percent_low, percent_high, raw_percent, clear, without_share, n_with, employers_with, reason
    from mart.premium where unit = '{UNIT}' and concept in {REQUIREMENTS} order by percent desc nulls last
""")
premiums

# %% [markdown]
# ## What is asked together more often than chance

# %%
together = market.query(
    "select first, second, lift, lift_low, lift_high, together, employers from mart.requirement_pair"
)
together

# %% [markdown]
# ## The way back: the sentences

# %%
behind = market.query(f"""
    select v.title, v.employer, a.concept, a.scope, a.quote, v.url
    from mart.ask as a join mart.vacancy as v using (vacancy_id)
    where a.concept in {REQUIREMENTS} and a.scope in ('required', 'preferred')
    order by v.posted_on desc nulls last, v.vacancy_id, a.concept limit 20
""")
behind
