"""Boosted trees: grown by LightGBM, kept as plain arrays, and read with NumPy alone.

The score of a case is the sum, over all trees, of the leaf that the case falls into: a figure, or the log odds of an
event (J. H. Friedman, "Greedy function approximation: a gradient boosting machine", Annals of Statistics 29, 2001).
Growing takes LightGBM; a forecast must not, since loading it takes longer than forecasting.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cliffhanger.forecast.student import Values

Places = NDArray[np.int64]

GROWTH: Mapping[str, Any] = {
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}
"""Settings of LightGBM; one thread, so that a fit gives the same trees again."""


@dataclass(frozen=True)
class Growth:
    """What trees are grown for: a loss of LightGBM's, in some rounds, with settings beside those of `GROWTH`."""

    rounds: int
    settings: Mapping[str, Any]


CHANCE = Growth(
    300,
    {
        "objective": "binary",
        "learning_rate": 0.05,
        "num_leaves": 8,
        "min_data_in_leaf": 40,
        "lambda_l2": 5.0,
        "feature_fraction": 0.5,
    },
)
"""For the chance of an event: scores are log odds, by the logistic loss."""

MEDIAN = Growth(
    100,
    {
        "objective": "quantile",
        "alpha": 0.5,
        "learning_rate": 0.1,
        "num_leaves": 16,
        "min_data_in_leaf": 20,
        "feature_fraction": 0.7,
    },
)
"""For the median of a figure: scores are the figure itself, by the pinball loss at one half."""


@dataclass(frozen=True)
class Trees:
    """Trees as arrays, each trees by nodes: node 0 is the root, and a leaf leads to itself.

    A case goes to `left` where its value in column `column` is at or below `bound`, and else to `right`; `value` is
    what a leaf adds to the score.
    """

    column: Places
    bound: Values
    left: Places
    right: Places
    value: Values
    depth: int

    def scores(self, x: Values) -> Values:
        """Give the score of each case from its columns (cases by columns, none missing)."""
        trees, cases = np.arange(len(self.column))[None, :], np.arange(len(x))[:, None]
        at = np.zeros((len(x), len(self.column)), dtype=np.int64)
        for _ in range(self.depth):
            lower = x[cases, self.column[trees, at]] <= self.bound[trees, at]
            at = np.where(lower, self.left[trees, at], self.right[trees, at])
        return np.asarray(self.value[trees, at].sum(axis=1))

    def chances(self, x: Values) -> Values:
        """Give the chance of each case, where scores are log odds."""
        return np.asarray(1 / (1 + np.exp(-self.scores(x))))


def grow(x: Values, told: ArrayLike, seed: int, growth: Growth = CHANCE, weight: Values | None = None) -> Trees:
    """Grow trees on cases (cases by columns, none missing) and what was told of them; the same for the same seed."""
    import lightgbm

    data = lightgbm.Dataset(x, np.asarray(told, dtype=np.float64), weight=weight, free_raw_data=False)
    grown = lightgbm.train({**GROWTH, **growth.settings, "seed": seed}, data, num_boost_round=growth.rounds)
    return of_dump(grown.dump_model())


def of_dump(dump: Mapping[str, Any]) -> Trees:
    """Read the trees of LightGBM's dump of a model."""
    flat = [_flat(tree["tree_structure"]) for tree in dump["tree_info"]]
    width = max((len(nodes) for nodes in flat), default=1)
    shape = len(flat), width
    column, left, right = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    bound, value = np.zeros(shape), np.zeros(shape)
    for tree, nodes in enumerate(flat):
        for place, node in enumerate(nodes):
            column[tree, place], bound[tree, place], left[tree, place], right[tree, place], value[tree, place] = node
    depth = max((_depth(tree["tree_structure"]) for tree in dump["tree_info"]), default=0)
    return Trees(column, bound, left, right, value, depth)


NONE = of_dump({"tree_info": []})
"""No trees at all."""

Node = tuple[int, float, int, int, float]


def _flat(root: Mapping[str, Any]) -> list[Node]:
    """List the nodes of a tree, the root first; children are told by their place in the list."""
    nodes: list[Node] = []

    def add(node: Mapping[str, Any]) -> int:
        place = len(nodes)
        nodes.append((0, 0.0, place, place, float(node.get("leaf_value", 0.0))))
        if "split_feature" in node:
            left, right = add(node["left_child"]), add(node["right_child"])
            nodes[place] = int(node["split_feature"]), float(node["threshold"]), left, right, 0.0
        return place

    add(root)
    return nodes


def _depth(node: Mapping[str, Any]) -> int:
    if "split_feature" not in node:
        return 0
    return 1 + max(_depth(node["left_child"]), _depth(node["right_child"]))
