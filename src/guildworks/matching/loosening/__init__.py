"""Where a list is shorter than asked: what a brief could ask less of, how many more would fit, and asking so."""
