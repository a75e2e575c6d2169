"""An e-mail whose day no calendar holds is damaged, and nothing worse."""

import pytest

from core.attachments.inspection.mails import places_in_mail
from core.errors import Refusal


@pytest.mark.parametrize("day", [f"Tue, 18 Mar 2008 09:00:00 +{'9' * 300}", f"Tue, {'9' * 30} Mar 2008 09:00:00 +0000"])
def test_a_day_of_hundreds_of_digits_is_refused_in_words(day: str) -> None:
    with pytest.raises(Refusal, match="damaged"):
        places_in_mail("a.eml", f"From: a@whp.example\nDate: {day}\n\nHello".encode())
