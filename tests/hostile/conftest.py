"""What pytest is not to collect here."""

collect_ignore = ["fuzz.py"]  # it needs atheris, which only ``make fuzz`` installs
