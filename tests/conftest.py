"""What holds for all tests: commands speak English, on the machine of a Dutch developer too."""

import os

os.environ["LC_ALL"] = "C.UTF-8"
