"""Boosted trees: grown by LightGBM, kept as plain arrays, and read with NumPy alone.

The chance of a case is 1 / (1 + exp(-s)), where s is the sum, over all trees, of the leaf that the case falls into
(J. H. Friedman, "Greedy function approximation: a gradient boosting machine", Annals of Statistics 29, 2001, with the
logistic loss). Growing takes LightGBM; a forecast must not, since loading it takes longer than forecasting.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cliffhanger.forecast.student import Values

Places = NDArray[np.int64]

ROUNDS = 300
GROWTH: Mapping[str, Any] = {
    "objective": "binary",
    "learning_rate": 0.05,
    "num_leaves": 8,
    "min_data_in_leaf": 40,
    "lambda_l2": 5.0,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}
"""The settings of LightGBM; one thread, so that a fit gives the same trees again."""


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
        """Give the score s of each case (log odds) from its columns (cases by columns, none missing)."""
        trees, cases = np.arange(len(self.column))[None, :], np.arange(len(x))[:, None]
        at = np.zeros((len(x), len(self.column)), dtype=np.int64)
        for _ in range(self.depth):
            lower = x[cases, self.column[trees, at]] <= self.bound[trees, at]
            at = np.where(lower, self.left[trees, at], self.right[trees, at])
        return np.asarray(self.value[trees, at].sum(axis=1))

    def chances(self, x: Values) -> Values:
        """Give the chance of each case."""
        return np.asarray(1 / (1 + np.exp(-self.scores(x))))


def grow(x: Values, happened: NDArray[np.bool_], seed: int, rounds: int = ROUNDS) -> Trees:
    """Grow trees on cases (cases by columns, none missing) and what happened; the same for the same seed."""
    import lightgbm

    data = lightgbm.Dataset(x, happened.astype(np.float64), free_raw_data=False)
    grown = lightgbm.train({**GROWTH, "seed": seed}, data, num_boost_round=rounds)
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
