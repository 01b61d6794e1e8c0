from benchmarks.pace import judged, quantile

KEPT = {
    "free.over_ideal.ratio": 1.02,
    "free.refused": 0.0,
    "reply.p99_s": 0.2,
    "paid.messages_per_s": 1010.0,
    "paid.cores": 0.5,
}


def test_what_is_not_kept_is_told() -> None:
    assert not judged(KEPT).broken
    for name, figure in (("free.refused", 1.0), ("reply.p99_s", 0.4), ("paid.messages_per_s", 900.0)):
        assert [check.name for check in judged(KEPT | {name: figure}).broken] == [name]


def test_quantiles_are_values_that_were_seen() -> None:
    values = [float(value) for value in range(100, 0, -1)]
    assert (quantile(values, 0.5), quantile(values, 0.99), quantile([7.0], 0.99)) == (50.0, 99.0, 7.0)
