"""What a bench hands to the table: a rate of ours, a raw baseline of the same run, and the ratio it owes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    work: str
    ours_per_s: float
    baseline_per_s: float
    baseline_name: str
    bound: float
    """The least ratio of ours to the baseline that counts as reached."""

    @property
    def ratio(self) -> float:
        """How often ours happens while the baseline happens once."""
        return self.ours_per_s / self.baseline_per_s

    @property
    def is_reached(self) -> bool:
        """Whether the bound holds in this run."""
        return self.ratio >= self.bound


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    lines = ["| work | ours /s | baseline /s | baseline | ratio | bound | |", "|---|--:|--:|---|--:|--:|---|"]
    lines += [
        f"| {row.work} | {row.ours_per_s:,.0f} | {row.baseline_per_s:,.0f} | {row.baseline_name} "
        f"| {row.ratio:.2f} | {row.bound:g} | {'reached' if row.is_reached else 'MISSED'} |"
        for row in rows
    ]
    return "\n".join(lines)
