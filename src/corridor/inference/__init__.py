"""What the counts say: calibration, the updating filter, forecasts and how good they were (MODEL.md sections 3 and 4)."""
