"""Boosted trees: grown by LightGBM, kept as plain arrays, and read with NumPy alone.

The score of a case is the sum, over all trees, of the leaf that the case falls into: a figure, or the log odds of an
event (J. H. Friedman, "Greedy function approximation: a gradient boosting machine", Annals of Statistics 29, 2001).
Growing takes LightGBM; a forecast must not, since loading it takes longer than forecasting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

    def nodes(self) -> list[list[float]]:
        """Write the trees down, each from its root: a split as its column and bound, then what lies left and right of
        it; a leaf as -1 and its value.
        """
        return [self._below(tree, 0) for tree in range(len(self.column))]

    def _below(self, tree: int, node: int) -> list[float]:
        left, right = int(self.left[tree, node]), int(self.right[tree, node])
        if left == node:
            return [-1, float(self.value[tree, node])]
        split = [int(self.column[tree, node]), float(self.bound[tree, node])]
        return [*split, *self._below(tree, left), *self._below(tree, right)]

    @classmethod
    def of_nodes(cls, written: Sequence[Sequence[float]]) -> Trees:
        """Read trees as `nodes` writes them.

        Raises:
            ValueError: a tree ends before all its nodes are told.
        """
        return _stacked([_nodes(tree) for tree in written])

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
    """Grow trees on cases (cases by columns, none missing) and what was told of them; the same for the same seed.

    Nothing is grown on a single case, since LightGBM's share of it is none.
    """
    if len(x) < 2:
        return NONE
    import lightgbm

    data = lightgbm.Dataset(x, np.asarray(told, dtype=np.float64), weight=weight, free_raw_data=False)
    settings = {**GROWTH, **growth.settings, "seed": seed}
    grown = lightgbm.train(settings, data, growth.rounds, keep_training_booster=True)
    _, *told = grown.model_to_string().split("\nTree=")
    return _stacked([_told(tree) for tree in told])


Node = tuple[int, float, int, int, float]
"""Column, bound, left, right and value of a node; children are told by their place in the list, and a leaf has none but
itself.
"""


def _stacked(trees: Sequence[Sequence[Node]]) -> Trees:
    width = max(map(len, trees), default=1)
    shape = len(trees), width
    column, left, right = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    bound, value = np.zeros(shape), np.zeros(shape)
    for tree, nodes in enumerate(trees):
        own = tree, slice(len(nodes))
        column[own], bound[own], left[own], right[own], value[own] = zip(*nodes, strict=True)
    return Trees(column, bound, left, right, value, max((_depth(nodes, 0) for nodes in trees), default=0))


def _depth(nodes: Sequence[Node], at: int) -> int:
    _, _, left, right, _ = nodes[at]
    return 0 if left == at else 1 + max(_depth(nodes, left), _depth(nodes, right))


def _nodes(written: Sequence[float]) -> list[Node]:
    nodes: list[Node] = []
    told = iter(written)

    def add() -> int:
        column, number, place = next(told, None), next(told, None), len(nodes)
        if column is None or number is None:
            raise ValueError(f"a tree ends after {place} nodes")
        column, number = int(column), float(number)
        nodes.append((0, 0.0, place, place, number))
        if column >= 0:
            left, right = add(), add()
            nodes[place] = column, number, left, right, 0.0
        return place

    add()
    return nodes


def _told(tree: str) -> list[Node]:
    """List the nodes of a tree in LightGBM's text of a model, splits before leaves; there a leaf is a child below 0."""
    told = dict(line.split("=", 1) for line in tree.splitlines() if "=" in line)
    names = "split_feature", "threshold", "left_child", "right_child", "leaf_value"
    column, bound, left, right, value = ([float(one) for one in told[name].split()] for name in names)

    def place(child: float) -> int:
        return int(child) if child >= 0 else len(column) + ~int(child)

    splits = zip(column, bound, left, right, strict=True)
    nodes = [(int(one), most, place(lower), place(higher), 0.0) for one, most, lower, higher in splits]
    return nodes + [(0, 0.0, at, at, one) for at, one in enumerate(value, len(nodes))]


NONE = _stacked([])
"""No trees at all."""
