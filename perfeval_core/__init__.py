"""The core: pure steps from bytes to findings. No Prefect, no Great Expectations, no web anywhere below."""
