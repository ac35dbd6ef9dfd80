"""Statistics of agreement: published examples, what is not defined, and properties over many tables."""

from decimal import Decimal
from fractions import Fraction
from math import comb, fsum

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from courses.calibration.agreement import (
    Confidence,
    Interval,
    Metric,
    balanced_accuracy,
    bias,
    brier_score,
    cohens_kappa,
    cohens_kappa_of,
    confidence_curve,
    confusion,
    fleiss_kappa,
    krippendorffs_alpha,
    mean_absolute_error,
    median,
    wilson,
)

CLASSES = ("mixed", "needle", "oak")
classes = st.sampled_from(CLASSES)
answers = st.lists(st.tuples(classes, st.none() | classes), max_size=60)
numbers = st.integers(-1000, 1000) | st.decimals(-1000, 1000, places=3)
ratings = st.integers(0, 5)
units = st.lists(st.lists(st.none() | ratings, max_size=5), max_size=20)


def seen(value):
    """None is no answer to a property about numbers."""
    assume(value is not None)
    return value


def shown(interval):
    return round(interval.lower, 4), round(interval.upper, 4)


# The interval


@pytest.mark.parametrize(
    ("right", "n", "limits"),
    [
        # Newcombe 1998, table I, method 3.
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
        # 80 % of more and more answers: what small tests leave open.
        (8, 10, (0.4902, 0.9433)),
        (16, 20, (0.5840, 0.9193)),
        (24, 30, (0.6269, 0.9049)),
        (40, 50, (0.6696, 0.8876)),
        (80, 100, (0.7112, 0.8666)),
        # R, prop.test(32, 32, correct = FALSE).
        (32, 32, (0.8928, 1.0)),
    ],
)
def test_the_interval_is_the_published_one(right, n, limits):
    assert shown(wilson(right, n)) == limits


def test_another_level_gives_another_interval():
    # R, prop.test(5, 10, conf.level = 0.9, correct = FALSE).
    assert shown(wilson(5, 10, level=0.9)) == (0.2693, 0.7307)


@pytest.mark.parametrize(
    ("n", "right"), [(20, 19), (30, 26), (40, 34), (50, 42), (60, 49)], ids=str
)
def test_so_many_right_show_seventy_per_cent_and_one_fewer_does_not(n, right):
    assert wilson(right, n).lower >= 0.70 > wilson(right - 1, n).lower


def test_without_answers_everything_is_possible():
    assert wilson(0, 0) == Interval(0.0, 1.0)


@pytest.mark.parametrize(("right", "n"), [(-1, 5), (6, 5), (1, 0), (0, -1), (float("nan"), 5)])
def test_more_right_than_asked_is_no_share(right, n):
    with pytest.raises(ValueError, match="no share"):
        wilson(right, n)


@pytest.mark.parametrize("level", [0, 1, -0.5, 95])
def test_a_level_is_a_share(level):
    with pytest.raises(ValueError, match="not between"):
        wilson(1, 2, level)


@st.composite
def shares(draw):
    n = draw(st.integers(1, 2000))
    return draw(st.integers(0, n)), n


@given(shares(), st.floats(0.5, 0.999))
def test_the_interval_holds_the_point_within_bounds_and_mirrors(share, level):
    right, n = share
    found, mirror = wilson(right, n, level), wilson(n - right, n, level)
    assert 0 <= found.lower <= right / n <= found.upper <= 1
    assert found.lower == pytest.approx(1 - mirror.upper, abs=1e-12)
    assert (found.lower == 0) == (right == 0) and (found.upper == 1) == (right == n)


@given(shares(), st.integers(2, 5))
def test_the_interval_narrows_with_more_answers_and_widens_with_the_level(share, times):
    right, n = share
    once, more = wilson(right, n), wilson(times * right, times * n)
    assert once.lower <= more.lower and more.upper <= once.upper
    assert more.upper - more.lower < once.upper - once.lower
    sure = wilson(right, n, level=0.99)
    assert sure.lower <= once.lower and once.upper <= sure.upper


@given(shares())
def test_the_limits_are_where_the_score_test_just_rejects(share):
    """The definition, not the formula: (p̂ − p)² = z² p (1 − p) / n at both limits."""
    right, n = share
    z = 1.959963984540054
    for limit in (wilson(right, n).lower, wilson(right, n).upper):
        if 0 < limit < 1:
            assert (right / n - limit) ** 2 == pytest.approx(z * z * limit * (1 - limit) / n)


def holds(n, truth):
    """How often the interval of n answers holds the true share; an exact sum over all outcomes."""
    found = [wilson(right, n) for right in range(n + 1)]
    return fsum(
        comb(n, right) * truth**right * (1 - truth) ** (n - right)
        for right, interval in enumerate(found)
        if interval.lower <= truth <= interval.upper
    )


def test_intervals_at_the_looks_hold_the_truth_as_often_as_they_say():
    truths = [hundredth / 100 for hundredth in range(55, 96)]
    for n in range(30, 61):
        held = [holds(n, truth) for truth in truths]
        assert min(held) >= 0.915 and max(held) <= 0.985, n
        assert 0.945 <= fsum(held) / len(held) <= 0.957, n


# Kappa


@pytest.mark.parametrize(
    ("table", "kappa"),
    [
        # Four tables, each 90 % right.
        ([[45, 5], [5, 45]], 0.800),
        ([[85, 5], [5, 5]], 0.444),
        ([[89, 6], [4, 1]], 0.115),
        ([[90, 0], [10, 0]], 0.0),
        # Cohen 1960, tables 1 (as counts of a hundred) and 2.
        ([[25, 13, 12], [12, 2, 16], [3, 15, 2]], -0.092),
        ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], 0.492),
        # Altman 1991, Practical Statistics for Medical Research, 85 xeromammograms, two radiologists.
        ([[21, 12, 0, 0], [4, 17, 1, 0], [3, 9, 15, 2], [0, 0, 0, 1]], 0.473),
        # Fleiss 1981, Statistical Methods for Rates and Proportions, a hundred diagnoses.
        ([[75, 1, 4], [5, 4, 1], [0, 0, 10]], 0.676),
    ],
)
def test_kappa_is_the_published_one(table, kappa):
    assert round(cohens_kappa_of(table), 3) == kappa


def test_kappa_is_not_defined_where_chance_agrees_always():
    assert cohens_kappa_of([[10, 0], [0, 0]]) is None
    assert cohens_kappa_of([]) is None
    assert cohens_kappa([]) is None


@pytest.mark.parametrize(
    "table", [[[1, 2]], [[1, 2], [3]], [[1, 2, 3], [1, 2, 3]], [[1, -1], [0, 1]]]
)
def test_what_is_no_table_of_two_people_is_refused(table):
    with pytest.raises(ValueError, match=r"square|below zero"):
        cohens_kappa_of(table)


@given(answers)
def test_kappa_of_pairs_is_that_of_their_table(pairs):
    assert cohens_kappa(pairs) == cohens_kappa_of(confusion(pairs, CLASSES).counts)


@given(answers, st.permutations(CLASSES), st.randoms())
def test_kappa_is_bounded_symmetric_and_knows_no_names_or_order(pairs, names, chance):
    kappa = seen(cohens_kappa(pairs))
    renamed = dict(zip(CLASSES, names, strict=True)) | {None: None}
    assert -1 <= kappa <= 1
    assert cohens_kappa([(other, one) for one, other in pairs]) == kappa
    chance.shuffle(pairs)
    assert cohens_kappa([(renamed[one], renamed[other]) for one, other in pairs]) == kappa
    assert (kappa == 1) == all(one == other for one, other in pairs if other is not None)


# Ten items, fourteen raters, five classes: the example by which Fleiss' kappa is usually taught.
TAUGHT = [
    [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
]  # fmt: skip
# Fleiss 1971, table 1: thirty patients, six psychiatrists, five diagnoses.
FLEISS = [
    [0, 0, 0, 6, 0], [0, 3, 0, 0, 3], [0, 1, 4, 0, 1], [0, 0, 0, 0, 6], [0, 3, 0, 3, 0],
    [2, 0, 4, 0, 0], [0, 0, 4, 0, 2], [2, 0, 3, 1, 0], [2, 0, 0, 4, 0], [0, 0, 0, 0, 6],
    [1, 0, 0, 5, 0], [1, 1, 0, 4, 0], [0, 3, 3, 0, 0], [1, 0, 0, 5, 0], [0, 2, 0, 3, 1],
    [0, 0, 5, 0, 1], [3, 0, 0, 1, 2], [5, 1, 0, 0, 0], [0, 2, 0, 4, 0], [1, 0, 2, 0, 3],
    [0, 0, 0, 0, 6], [0, 1, 0, 5, 0], [0, 2, 0, 1, 3], [2, 0, 0, 4, 0], [1, 0, 0, 4, 1],
    [0, 5, 0, 1, 0], [4, 0, 0, 0, 2], [0, 2, 0, 4, 0], [1, 0, 5, 0, 0], [0, 0, 0, 0, 6],
]  # fmt: skip


@pytest.mark.parametrize(("table", "kappa"), [(TAUGHT, 0.210), (FLEISS, 0.430)], ids=["10", "30"])
def test_fleiss_kappa_is_the_published_one(table, kappa):
    assert round(fleiss_kappa(table), 3) == kappa


def test_fleiss_kappa_is_not_defined_where_all_gave_one_class():
    assert fleiss_kappa([[3, 0], [3, 0]]) is None
    assert fleiss_kappa([]) is None


@pytest.mark.parametrize("table", [[[1, 0]], [[3, 0], [2, 0]], [[3, 0], [3]], [[4, -1], [2, 1]]])
def test_every_item_needs_the_same_number_of_raters(table):
    with pytest.raises(ValueError, match=r"raters|below zero"):
        fleiss_kappa(table)


@st.composite
def rated(draw):
    raters = draw(st.integers(2, 5))
    one = st.lists(classes, min_size=raters, max_size=raters)
    return draw(st.lists(one, min_size=1, max_size=20))


def tallied(items, names=CLASSES):
    return [[one.count(name) for name in names] for one in items]


@given(rated(), st.permutations(CLASSES), st.randoms())
def test_fleiss_kappa_is_bounded_and_knows_no_names_or_order(items, names, chance):
    kappa = seen(fleiss_kappa(tallied(items)))
    assert -1 / (len(items[0]) - 1) <= kappa + 1e-12 and kappa <= 1
    assert (kappa == 1) == all(len({*one}) == 1 for one in items)
    chance.shuffle(items)
    assert fleiss_kappa(tallied(items, names)) == kappa


# Alpha


def read(*raters):
    """Rows of raters, as papers print them, turned into units."""
    told = [[None if one == "*" else int(one) for one in row.split()] for row in raters]
    return list(zip(*told, strict=True))


# Three coders, fifteen units, with gaps: the example that is usually taught.
THREE = read(
    "* * * * * 3 4 1 2 1 1 3 3 * 3",
    "1 * 2 1 3 3 4 3 * * * * * * *",
    "* * 2 1 3 4 4 * 2 1 1 3 3 * 4",
)
# Krippendorff 2011, example C: four observers, twelve units, with gaps.
FOUR = read(
    "1 2 3 3 2 1 4 1 2 * * *",
    "1 2 3 3 2 2 4 1 2 5 * 3",
    "* 3 3 3 2 3 4 2 2 5 1 *",
    "1 2 3 3 2 4 4 1 2 5 1 *",
)


@pytest.mark.parametrize(
    ("units", "metric", "alpha"),
    [
        (THREE, Metric.NOMINAL, 0.691),
        (THREE, Metric.ORDINAL, 0.807),
        (THREE, Metric.INTERVAL, 0.811),
        (FOUR, Metric.NOMINAL, 0.743),
        (FOUR, Metric.ORDINAL, 0.815),
        (FOUR, Metric.INTERVAL, 0.849),
        # Krippendorff 2011, example A: two observers, ten units, two values.
        (
            read("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"),
            Metric.NOMINAL,
            0.095,
        ),
        # The same, example B: two observers, twelve units, five values.
        (
            list(zip("aabbdcccedda", "babbbccceddd", strict=True)),
            Metric.NOMINAL,
            0.692,
        ),
    ],
)
def test_alpha_is_the_published_one(units, metric, alpha):
    assert round(krippendorffs_alpha(units, metric), 3) == alpha


def test_alpha_is_not_defined_without_two_ratings_of_a_thing_or_where_all_are_alike():
    assert krippendorffs_alpha([]) is None
    assert krippendorffs_alpha([[1, None], [None, None], [], [2]]) is None
    assert krippendorffs_alpha([[1, 1], [1, 1, None]], Metric.ORDINAL) is None


@pytest.mark.parametrize("metric", [Metric.ORDINAL, Metric.INTERVAL])
@pytest.mark.parametrize("odd", ["oak", float("nan"), float("inf")])
def test_ratings_on_a_scale_are_numbers(metric, odd):
    with pytest.raises(ValueError):
        krippendorffs_alpha([[1, odd], [1, 2]], metric)


def by_definition(units, metric):
    """Alpha from the coincidence matrix, difference by difference, as the paper writes it."""
    kept = [[one for one in unit if one is not None] for unit in units]
    kept = [unit for unit in kept if len(unit) > 1]
    values = sorted({one for unit in kept for one in unit})
    pairs = dict.fromkeys([(c, k) for c in values for k in values], Fraction())
    for unit in kept:
        for place, c in enumerate(unit):
            for other, k in enumerate(unit):
                if place != other:
                    pairs[c, k] += Fraction(1, len(unit) - 1)
    n_of = {c: sum(pairs[c, k] for k in values) for c in values}

    def apart(c, k):
        if metric is Metric.NOMINAL:
            return int(c != k)
        if metric is Metric.INTERVAL:
            return (c - k) ** 2
        low, high = sorted((c, k))
        return (sum(n_of[g] for g in values if low <= g <= high) - (n_of[c] + n_of[k]) / 2) ** 2

    n = sum(n_of.values())
    observed = sum(pairs[c, k] * apart(c, k) for c in values for k in values)
    expected = sum(n_of[c] * n_of[k] * apart(c, k) for c in values for k in values)
    return float(1 - (n - 1) * observed / expected) if expected else None


@given(units, st.sampled_from(Metric))
def test_alpha_is_what_the_coincidence_matrix_gives(units, metric):
    assert krippendorffs_alpha(units, metric) == by_definition(units, metric)


@given(units, st.permutations(range(6)), st.sampled_from(Metric), st.randoms())
def test_alpha_is_bounded_and_knows_no_names_order_or_lonely_ratings(units, names, metric, chance):
    alpha = seen(krippendorffs_alpha(units, metric))
    assert -1 <= alpha <= 1
    kept = [[one for one in unit if one is not None] for unit in units]
    assert (alpha == 1) == all(len({*unit}) < 2 for unit in kept)
    mixed = [chance.sample(unit, len(unit)) for unit in [*units, [3], [None, 4]]]
    chance.shuffle(mixed)
    assert krippendorffs_alpha(mixed, metric) == alpha
    renamed = {
        # Names mean nothing; an order may be stretched; an interval moved, turned and scaled.
        Metric.NOMINAL: lambda one: f"class {names[one]}",
        Metric.ORDINAL: lambda one: 7 - one**3,
        Metric.INTERVAL: lambda one: 40 - 3 * one,
    }[metric]
    told = [[None if one is None else renamed(one) for one in unit] for unit in units]
    assert krippendorffs_alpha(told, metric) == alpha


@given(st.lists(st.tuples(ratings, ratings), min_size=1, max_size=40))
def test_alpha_of_two_raters_without_gaps_is_fleiss_kappa_of_a_small_sample(pairs):
    """Krippendorff 2011: with 2 ratings of each of N things, 1 − alpha = (1 − pi) (2N − 1) / 2N, and
    pi, Scott's, is Fleiss' kappa of two."""
    n = 2 * len(pairs)
    kappa = seen(fleiss_kappa(tallied(pairs, range(6))))
    assert 1 - krippendorffs_alpha(pairs) == pytest.approx((1 - kappa) * (n - 1) / n)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=40))
def test_of_two_values_all_metrics_think_the_same(pairs):
    units = [(int(one), int(other)) for one, other in pairs]
    assert len({krippendorffs_alpha(units, metric) for metric in Metric}) == 1


# Classes


SEEN = [
    *[("oak", "oak")] * 6,
    ("oak", "needle"),
    *[("oak", None)] * 3,
    *[("needle", "needle")] * 3,
    *[("needle", "oak")] * 2,
]


def balanced(matrix):
    """Of the classes of a matrix."""
    rows = zip(matrix.counts, matrix.cannot_tell, strict=True)
    return balanced_accuracy(
        (row[place], sum(row) + untold) for place, (row, untold) in enumerate(rows)
    )


def test_a_matrix_says_what_was_taken_for_what():
    matrix = confusion(SEEN, ["oak", "needle", "mixed"])
    assert matrix.counts == ((6, 1, 0), (2, 3, 0), (0, 0, 0))
    assert matrix.cannot_tell == (3, 0, 0)
    assert (matrix.n, matrix.right, matrix.accuracy) == (15, 9, 0.6)
    assert matrix.pairs == (("needle", "oak", 2), ("oak", "needle", 1))
    # "Cannot tell" is not recognised, and names no class; what never came has no recall.
    assert matrix.recall == {"oak": 0.6, "needle": 0.6, "mixed": None}
    assert matrix.precision == {"oak": 0.75, "needle": 0.75, "mixed": None}
    assert balanced(matrix) == 0.6


def test_who_always_says_the_common_class_recognises_one_of_two():
    matrix = confusion([*[("oak", "oak")] * 90, *[("needle", "oak")] * 10])
    assert matrix.accuracy == 0.9
    assert balanced(matrix) == 0.5


def test_without_items_nothing_is_defined():
    matrix = confusion([], CLASSES)
    assert (matrix.n, matrix.accuracy, balanced(matrix)) == (0, None, None)
    assert {*matrix.recall.values(), *matrix.precision.values()} == {None}
    assert confusion([]).labels == ()


@pytest.mark.parametrize("pair", [("elm", "oak"), ("oak", "elm"), (None, "oak")])
def test_a_class_that_is_not_offered_is_refused(pair):
    with pytest.raises(ValueError, match="not one of the classes"):
        confusion([pair], ["oak", "needle"])


def test_a_class_is_named_once():
    with pytest.raises(ValueError, match="twice"):
        confusion([], ["oak", "oak"])


@given(answers, st.permutations(CLASSES))
def test_a_matrix_counts_every_item_once_in_any_order_of_classes(pairs, order):
    matrix = confusion(pairs, order)
    assert matrix.n == len(pairs)
    assert matrix.right == sum(truth == answer for truth, answer in pairs)
    assert matrix.right + sum(count for *_pair, count in matrix.pairs) == (
        matrix.n - sum(matrix.cannot_tell)
    )
    for place, name in enumerate(order):
        came = [answer for truth, answer in pairs if truth == name]
        assert sum(matrix.counts[place]) + matrix.cannot_tell[place] == len(came)
        named = sum(answer == name for _truth, answer in pairs)
        assert sum(row[place] for row in matrix.counts) == named
        assert matrix.recall[name] == (came.count(name) / len(came) if came else None)
    usual = confusion(pairs)
    assert balanced(usual) == balanced(matrix)
    assert all(matrix.precision[name] == share for name, share in usual.precision.items())


@given(answers)
def test_balanced_accuracy_lies_between_the_best_and_the_worst_class(pairs):
    matrix = confusion(pairs)
    shares = [share for share in matrix.recall.values() if share is not None]
    mean = seen(balanced(matrix))
    assert min(shares) - 1e-12 <= mean <= max(shares) + 1e-12


# Numbers


def test_errors_keep_their_sign_in_bias_and_lose_it_in_the_mean_error():
    pairs = [(12, 10), (7, 10), (None, 10), (Decimal("10.4"), 10)]
    assert bias(pairs) == -0.2
    assert mean_absolute_error(pairs) == 1.8
    assert bias([(None, 3)]) is None and mean_absolute_error([]) is None


def test_the_middle_of_times():
    assert median([40, 8, None, 12]) == 12
    assert median([0.1, 0.2]) == 0.15
    assert median([None]) is None


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), Decimal("NaN")])
def test_what_is_no_finite_number_is_refused(odd):
    for measure in (bias, mean_absolute_error):
        with pytest.raises(ValueError):
            measure([(odd, 1)])


@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=40), st.randoms())
def test_bias_mirrors_is_within_the_mean_error_and_knows_no_order(pairs, chance):
    error = mean_absolute_error(pairs)
    assert abs(bias(pairs)) <= error
    assert bias([(truth, answer) for answer, truth in pairs]) == -bias(pairs)
    assert mean_absolute_error([(truth, answer) for answer, truth in pairs]) == error
    mixed = chance.sample(pairs, len(pairs))
    assert bias(mixed) == bias(pairs) and mean_absolute_error(mixed) == error


# Confidence


def test_a_curve_has_a_point_for_every_word():
    sure, rather, guess = confidence_curve(
        [*[("sure", True)] * 8, *[("sure", False)] * 2, ("guess", False)]
    )
    assert (sure.word, sure.n, sure.right, sure.share) == (Confidence.SURE, 10, 8, 0.8)
    assert sure.interval == wilson(8, 10)
    assert (rather.n, rather.share, rather.interval) == (0, None, Interval(0.0, 1.0))
    assert (guess.n, guess.right, guess.share) == (1, 0, 0.0)


def test_another_word_is_refused():
    with pytest.raises(ValueError):
        confidence_curve([("certainly", True)])


MEANS = {"sure": 0.9, "rather": 0.7, "guess": 0.5}


def test_a_score_is_small_where_words_say_what_comes():
    assert brier_score([("sure", True)], MEANS) == 0.01
    assert brier_score([("sure", False)], MEANS) == 0.81
    assert brier_score([("guess", True), ("guess", False)], MEANS) == 0.25
    assert brier_score([], MEANS) is None


def test_a_score_needs_the_probability_that_people_were_told():
    with pytest.raises(ValueError, match="nobody told"):
        brier_score([("sure", True)], {"guess": 0.5})
    with pytest.raises(ValueError, match="probability"):
        brier_score([], {"sure": 95})


@given(st.integers(1, 60), st.integers(0, 60))
def test_no_word_scores_better_than_what_came(n, right):
    """A proper score: the observed share is the best thing to have said."""
    right = min(right, n)
    came = [("sure", place < right) for place in range(n)]
    best = brier_score(came, {"sure": right / n})
    assert all(best <= brier_score(came, {"sure": said / 20}) + 1e-12 for said in range(21))
