"""Service of deputies (履职): what each did, generated or entered by hand, and its points (3.1.4)."""
