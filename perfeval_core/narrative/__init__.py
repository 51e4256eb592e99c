"""The narrative as figures: amounts, dates, rates and counts in sentences, and what each of them is about."""
