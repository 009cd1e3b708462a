"""Trials of mice with planted variances, for tests."""

from __future__ import annotations

import numpy as np

from element_mouseface.core.population import TrialRows


def trials(
    seed=0,
    *,
    mice=5,
    conditions=("water", "quinine"),
    n=4,
    sessions=1,
    effect=1.0,
    response=0.5,
    group=False,
    uneven=False,
    amounts=None,
):
    """Rows of trials: mice differ by 1, trials by 1, the last condition (or group) by `effect`."""
    rng = np.random.default_rng(seed)
    rows = []
    for mouse in range(mice):
        level, responses = rng.normal(), response * rng.normal(size=max(len(conditions), 2))
        for day in range(sessions):
            of_day = level + 0.5 * rng.normal()
            for place, name in enumerate(conditions):
                for trial in range(int(rng.integers(1, 2 * n)) if uneven else n):
                    amount = np.nan if amounts is None else amounts[trial % len(amounts)]
                    planted = effect * (mouse % 2 if group else place) + responses[place]
                    if amounts is not None:
                        planted = (effect + responses[0]) * amount
                    value = of_day + planted + rng.normal()
                    own = "ko" if mouse % 2 else "wt"
                    rows.append((f"m{mouse}", f"d{day}", f"{trial}", name, value, own, amount))
    mouse, session, trial, condition, value, groups, amount = zip(*rows, strict=True)
    return TrialRows(
        mouse,
        session,
        trial,
        condition,
        np.array(value),
        amount=None if amounts is None else np.array(amount),
        group=groups if group else None,
        between="genotype" if group else "",
    )
