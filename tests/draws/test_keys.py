"""Keys: published vectors, order of words, text ids."""

import json
from pathlib import Path

import numpy as np

from corridor.draws import (
    absorb,
    binomial,
    cell_key,
    day_key,
    draw_key,
    exponential,
    hypergeometric,
    member_key,
    mix64,
    multinomial,
    multivariate_hypergeometric,
    normal,
    poisson,
    rotl,
    text_key,
    uniform,
)

GOLDEN = Path(__file__).parents[1] / "golden"
MASK = 2**64 - 1


def golden(name: str) -> dict[str, list[dict[str, object]]]:
    loaded: dict[str, list[dict[str, object]]] = json.loads((GOLDEN / name).read_text())
    return loaded


def plain_mix(x: int) -> int:
    x = (x ^ x >> 27) * 0x3C79AC492BA7B653 & MASK
    x = (x ^ x >> 33) * 0x1C69B3F74AC4AE35 & MASK
    return x ^ x >> 27


def plain_absorb(key: int, word: int) -> int:
    turned = (key << 24 | key >> 40) & MASK
    return plain_mix((turned + (word ^ 0x13198A2E03707344) * 0x9E3779B97F4A7C15) & MASK)


def test_keys_are_what_the_plain_statement_gives() -> None:
    for seed, member, process, cell, day in [(0, 0, 0, 0, 0), (1, 2, 3, 4, 5), (7, 199, 2**63, 2**64 - 1, 379)]:
        key = 0x243F6A8885A308D3
        for word in (seed, member, day, process, cell):
            key = plain_absorb(key, word)
        assert int(draw_key(seed, member, process, cell, day)) == key
        assert uniform(np.uint64(key)) == ((key >> 12) + 0.5) / 2**52


def test_published_vectors_of_keys() -> None:
    vectors = golden("draws_keys.json")
    for case in vectors["mix64"]:
        assert int(mix64(np.uint64(int(str(case["x"]), 16)))) == int(str(case["key"]), 16)
    for case in vectors["text_key"]:
        assert int(text_key(str(case["text"]))) == int(str(case["key"]), 16)
    for case in vectors["draw_key"]:
        seed, member, process, cell, day = case["from"]  # type: ignore[misc]
        key = draw_key(seed, member, text_key(process), text_key(cell), day)  # type: ignore[has-type]
        assert int(key) == int(str(case["key"]), 16)
        assert uniform(key).hex() == case["uniform"]


def test_published_draws() -> None:
    vectors = golden("draws_counts.json")
    one = {"binomial": binomial, "poisson": poisson, "hypergeometric": hypergeometric}
    for case in vectors["counts"]:
        assert one[str(case["draw"])](*case["given"]) == case["gives"]  # type: ignore[misc]
    for case in vectors["continuous"]:
        draw = {"normal": normal, "exponential": exponential}[str(case["draw"])]
        assert draw(float.fromhex(str(case["u"]))) == float.fromhex(str(case["gives"]))
    for case in vectors["splits"]:
        out = np.zeros(len(case["keys"]), np.int64)  # type: ignore[arg-type]
        keys = np.array([int(key, 16) for key in case["keys"]], np.uint64)  # type: ignore[attr-defined]
        if case["draw"] == "multinomial":
            multinomial(keys, case["n"], np.array(case["parts"], float), out)  # type: ignore[arg-type]
        else:
            multivariate_hypergeometric(keys, np.array(case["parts"]), case["n"], out)  # type: ignore[arg-type]
        assert out.tolist() == case["gives"]


def test_the_order_and_the_place_of_words_matter() -> None:
    numbers = [(1, 2, 3, 4, 5), (2, 1, 3, 4, 5), (1, 2, 4, 3, 5), (1, 3, 2, 4, 5), (5, 2, 3, 4, 1), (1, 2, 3, 5, 4)]
    assert len({int(draw_key(*given)) for given in numbers}) == len(numbers)
    assert int(absorb(absorb(7, 0), 0)) != int(absorb(7, 0)) != 7


def test_a_draw_key_is_made_of_the_keys_that_loops_keep() -> None:
    assert int(cell_key(day_key(member_key(1, 2), 5), 3, 4)) == int(draw_key(1, 2, 3, 4, 5))


def test_signed_unsigned_and_numpy_integers_give_one_key() -> None:
    right = int(draw_key(1, 2, 3, 4, 5))
    for kind in (np.int64, np.uint64, np.int32, np.uint8):
        assert int(draw_key(*(kind(word) for word in (1, 2, 3, 4, 5)))) == right
    assert int(absorb(5, -1)) == int(absorb(5, np.uint64(MASK)))


def test_rotl() -> None:
    assert int(rotl(np.uint64(1), 63)) == 2**63
    assert int(rotl(np.uint64(2**63), 1)) == 1
    assert int(rotl(np.uint64(0xDEADBEEF), 0)) == 0xDEADBEEF


def test_text_keys_are_of_the_text_as_it_is_read() -> None:
    assert int(text_key("Qayyārah")) == int(text_key("Qayya\u0304rah"))
    assert int(text_key("a")) != int(text_key("A")) != int(text_key(""))
    assert int(text_key("حمام العليل")) != int(text_key("مخمور"))
    assert isinstance(text_key("x"), np.uint64)
