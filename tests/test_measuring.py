"""What `make bench` and the calibration rest on."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.calibrate import cost, fit
from benchmarks.outcomes import CANDIDATES, FITTED, Outcomes
from benchmarks.texts import misspelt, typed_texts
from benchmarks.timing import Percentiles
from bot.settings import SHIPPED_KNOWLEDGE
from knowledge.loader import load
from knowledge.text.language import LanguageDetector
