"""What a log must not tell: the values of variables in a traceback."""

import pytest
import structlog


def test_a_traceback_is_printed_without_the_values_of_variables(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail() -> None:
        password = "quiet-river-" + str(40 + 2)
        raise RuntimeError(str(len(password)))

    try:
        fail()
    except RuntimeError:
        structlog.get_logger("of this test").exception("it failed")

    printed = capsys.readouterr().out
    assert "it failed" in printed
    assert "RuntimeError" in printed
    assert "quiet-river-42" not in printed
