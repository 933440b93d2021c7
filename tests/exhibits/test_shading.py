import pytest

from carsi_analysis.exhibits.shading import quiet_on, shade, text_on
from carsi_analysis.house.contrast import contrast, luminance
from carsi_analysis.house.tokens import BETTER_FACE, BETTER_STRONG, LIGHT, UNCOMPARED_FACE, WORSE_FACE, WORSE_STRONG

STEPS = [step / 100 for step in range(101)]


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_text_reaches_the_contrast_of_wcag_on_every_shade():
    assert min(contrast(text_on(shade(step)), shade(step)) for step in STEPS) >= 4.5


def test_darker_is_higher_in_greyscale_too():
    lightness = [luminance(shade(step)) for step in STEPS]
    assert lightness == sorted(lightness, reverse=True)
    assert lightness[0] > 0.8 and lightness[-1] < 0.05


def test_neighbouring_fifths_are_told_apart_in_print():
    fifths = [luminance(shade(step / 4)) for step in range(5)]
    assert all(contrast(shade(a / 4), shade((a + 1) / 4)) > 1.3 for a in range(4)), fifths


def test_values_outside_the_scale_keep_its_ends():
    assert (shade(-1), shade(2)) == (shade(0), shade(1))


def test_the_words_in_cells_that_moved_or_are_not_compared_can_be_read():
    assert min(contrast(WORSE_STRONG, WORSE_FACE), contrast(BETTER_STRONG, BETTER_FACE)) > 1.25
    for face in (WORSE_FACE, BETTER_FACE, WORSE_STRONG, BETTER_STRONG, UNCOMPARED_FACE):
        assert contrast(face, LIGHT.paper) > 1.25, "not the white of little or no change"
        assert min(contrast(ink, face) for ink in (text_on(face), quiet_on(face))) >= 4.5
    assert quiet_on(None) == LIGHT.muted != quiet_on(shade(0.5))
