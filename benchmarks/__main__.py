"""`make bench`: every benchmark in turn, each a module with its own limit; fails when one is over it."""

import subprocess
import sys

BENCHMARKS = (
    "budget_method",
    "workbook_reading",
    "matrix_page",
    "board_page",
    "comparing",
    "kpi_charts",
    "kpi_dashboard",
    "register_page",
    "variations_page",
    "contract_as_at",
    "loading_return",
    "page_while_loading",
    "monitoring_page",
    "aggregating",
    "payment_run",
    "backup",
)


def main() -> int:
    """Run each benchmark in a process of its own, so that none sees another's memory."""
    failed = [
        name
        for name in BENCHMARKS
        if subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode != 0  # noqa: S603 own modules
    ]
    print(f"over their limit: {', '.join(failed)}" if failed else "every figure is within its limit")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
