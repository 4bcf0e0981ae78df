"""Every kind of record can be stored, and comes back as it went in."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from pathlib import Path

from sqlite_utils import Database

from lianluozhan import models
from lianluozhan.models.keyring import Keys
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Staff

from ..samples import SAMPLES
from .conftest import Clock


def record_classes() -> set[type]:
    """Every dataclass of the models that has a table."""
    found = set()
    for module in pkgutil.walk_packages(models.__path__, models.__name__ + "."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, type) and dataclasses.is_dataclass(value) and hasattr(value, "TABLE"):
                found.add(value)
    return found


def test_every_kind_of_record_has_a_sample() -> None:
    assert record_classes() == set(SAMPLES)


def test_every_record_comes_back_from_the_store_as_it_went_in(
    db: Database, keys: Keys, folder: Path, clock: Clock
) -> None:
    founder = Session(db, Staff(id=1, name="建站"), frozenset(Role), keys=keys, folder=folder, now=clock)
    with founder.action("station.set_up"):
        ids = {kind: founder.add(sample).id for kind, sample in SAMPLES.items()}
    for record_class, sample in SAMPLES.items():
        record_id = ids[record_class]
        assert founder.get(record_class, record_id) == dataclasses.replace(sample, id=record_id)


def test_every_field_of_a_sample_is_filled_in_unless_it_excludes_another() -> None:
    left = {
        f"{kind.__name__}.{field.name}"
        for kind, sample in SAMPLES.items()
        for field in dataclasses.fields(kind)
        if getattr(sample, field.name) in (None, "", ())
    }
    assert left == {"Category.parent_id"}  # a category of the first level
