"""What was measured, with its target beside it, and how a run is printed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """One figure. `least` or `most` is the target; without one it is only told."""

    name: str
    value: float
    unit: str = "×"
    most: float | None = None
    least: float | None = None
    note: str = ""

    @property
    def is_met(self) -> bool:
        return (self.most is None or self.value <= self.most) and (self.least is None or self.value >= self.least)

    @property
    def target(self) -> str:
        if self.most is not None:
            return f"≤ {self.most:g} {self.unit}"
        return f"≥ {self.least:g} {self.unit}" if self.least is not None else ""

    @property
    def verdict(self) -> str:
        return "" if not self.target else "met" if self.is_met else "MISSED"

    def __str__(self) -> str:
        figure = f"{self.value:,.2f}" if self.value < 100 else f"{self.value:,.0f}"
        return f"  {self.name:<58}{figure:>10} {self.unit:<4} {self.target:<12} {self.verdict:<7} {self.note}".rstrip()


def told(heading: str, results: list[Result]) -> None:
    print(f"\n{heading}", flush=True)
    for result in results:
        print(result, flush=True)
