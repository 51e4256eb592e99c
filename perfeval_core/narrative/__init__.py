"""Reading the narrative: sentences with their places, the figures in them, and what each figure is said of."""
