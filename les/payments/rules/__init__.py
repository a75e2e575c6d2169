"""Rules of payments."""

from les.payments.rules.incentive import incentive_instalments, incentive_payment
from les.payments.rules.setting_aside import split_with_set_aside

__all__ = ["incentive_instalments", "incentive_payment", "split_with_set_aside"]
