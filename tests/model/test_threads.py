"""Linear algebra in a run is on one thread, so that no sum depends on how many cores a machine has."""

import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from reformsim.model.threads import on_one_thread


def threads():
    return {library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"}


def test_a_phase_has_one_thread_and_leaves_the_number_as_it_was():
    with threadpool_limits(limits=2, user_api="blas"):
        before = threads()
        assert on_one_thread(threads)() == {1}
        assert threads() == before


def test_the_number_of_threads_is_as_it_was_after_a_failure_too():
    def fail():
        raise ValueError

    with threadpool_limits(limits=2, user_api="blas"):
        before = threads()
        with pytest.raises(ValueError):
            on_one_thread(fail)()
        assert threads() == before
