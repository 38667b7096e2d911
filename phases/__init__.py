"""The cycle of an edition as plain values and rules: calendar, edition, plan, likes, feasibility, execution."""
