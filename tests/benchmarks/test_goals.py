"""Goals are computed from the results alone."""

from typing import Any

from benchmarks.goals import goals


def _figures(per_second: float, *, p50: float = 1.0, p99: float = 2.0) -> dict[str, Any]:
    return {"per_second": per_second, "p50_ms": p50, "p99_ms": p99}


def _measured(found: list[dict[str, Any]], name: str) -> tuple[float | None, float, bool | None]:
    (goal,) = [goal for goal in found if goal["name"] == name]
    return goal["measured"], goal["target"], goal["met"]


def test_a_list_is_set_beside_hand_written_sql_and_grapple_of_the_same_size() -> None:
    works = {"list_100": {"ours": _figures(600), "sql": _figures(400), "grapple": _figures(6)}}

    found = goals({"sizes": {"2000": works, "20000": works}})

    assert _measured(found, "list of 100, computed, beside hand-written SQL, at 2,000 pages") == (1.5, 1.5, True)
    assert _measured(found, "list of 100, computed, beside wagtail-grapple, at 20,000 pages") == (100.0, 100, True)


def test_a_goal_just_missed_is_missed() -> None:
    found = goals({"sizes": {"2000": {"list_20": {"ours": _figures(599), "sql": _figures(400)}}}})

    assert _measured(found, "list of 20, computed, beside hand-written SQL, at 2,000 pages") == (1.498, 1.5, False)
    assert _measured(found, "list of 20, computed, at 2,000 pages: mark on such a machine") == (599, 600, False)


def test_a_304_and_a_repeated_operation_are_set_beside_the_floor() -> None:
    works = {"page": {"ours_304": _figures(1900), "ours_repeated": _figures(1600), "select_1": _figures(2000)}}

    found = goals({"sizes": {"2000": works}})

    floor = "beside SELECT 1 in a bare Django view, at 2,000 pages"
    assert _measured(found, f"a 304, page, {floor}") == (0.95, 0.85, True)
    assert _measured(found, f"a repeated operation, page, {floor}") == (0.8, 0.85, False)


def test_what_a_question_costs_is_set_beside_the_small_site_or_the_list_of_20() -> None:
    growth = {
        "news, newest first": {"2000": _figures(500), "100000": _figures(400)},
        "unfiltered facets": {"2000": _figures(50), "100000": _figures(8), "most": 60},
        "search, rare word": {"2000": _figures(50), "100000": _figures(10), "most": 20},
    }

    found = goals({"growth": growth})

    assert _measured(found, "news, newest first: cost at 100,000 pages beside 2,000") == (1.25, 1.3, True)
    assert _measured(found, "unfiltered facets at 100,000 pages beside the list of 20") == (50.0, 60, True)
    assert _measured(found, "search, rare word at 100,000 pages beside the list of 20") == (40.0, 20, False)
    assert [goal["number"] for goal in found if goal["measured"] is not None] == [3, 3, 4]


def test_what_needs_the_large_site_is_listed_with_the_reason_when_it_was_not_measured() -> None:
    found = goals({"growth": {"news, by title": {"2000": _figures(500)}}})

    (goal,) = [goal for goal in found if goal["name"].startswith("news, by title")]
    assert (goal["measured"], goal["met"], goal["why_not"]) == (None, None, "needs 100,000 pages: run without QUICK")


def test_the_slowest_answers_are_set_beside_the_median() -> None:
    found = goals({"sizes": {"2000": {"route": {"ours": _figures(900, p50=2.0, p99=21.0)}}}})

    assert _measured(found, "route: p99 beside p50 under load, at 2,000 pages") == (10.5, 10, False)


def test_publication_and_memory_are_goals_too() -> None:
    found = goals(
        {
            "publication": {"2000": {"ratio": 1.2}, "100000": {"ratio": 1.6}, "moving": {"statements_per_page": 0.02}},
            "memory": {"requests": 100_000, "growth": 0.012},
        }
    )

    bare = "a publication beside a bare Wagtail publication"
    assert _measured(found, f"{bare}, at 2,000 pages") == (1.2, 1.5, True)
    assert _measured(found, f"{bare}, at 100,000 pages") == (1.6, 1.5, False)
    assert _measured(found, "memory of a worker: growth from 1,000 to 100,000 requests") == (0.012, 0.05, True)


def test_each_number_is_among_the_goals_of_a_run_of_everything() -> None:
    works = {"list_20": {name: _figures(1) for name in ("ours", "sql", "grapple", "ours_304", "select_1")}}
    growth = {"news, newest first": {"2000": _figures(1)}}

    found = goals({"sizes": {"2000": works}, "growth": growth, "memory": {}, "publication": {}})

    assert {goal["number"] for goal in found} == {1, 2, 3, 4, 5, 6}
    assert all({"name", "target", "measured", "met"} <= goal.keys() for goal in found)
