"""What a daemon of this build has read of the shipped lexicons, for the next one: most of what a first start takes. The daemon itself
finds out whether it is of use (docs/operating.md)."""
import os
import pathlib
import shutil

from rig.example import SOURCE

SHIPPED = str(SOURCE / "etc" / "honesty")


def _shared():
    return pathlib.Path(os.environ["CANDOR_BIN_DIR"]).parent / "kept" / "candord"


def lay_down(folder, config):
    """Puts them beside the database of a daemon with that configuration, if it has the shipped ones and none of its own."""
    if SHIPPED in config:
        _copy(_shared(), folder)


def take_up(folder, config):
    """Shares what the daemon has kept."""
    if SHIPPED in config:
        _copy(folder, _shared())


def _copy(source, target):
    target.mkdir(parents=True, exist_ok=True)
    for file in source.glob("honesty.*.kept"):
        there = target / file.name
        if there.exists() and there.stat().st_mtime >= file.stat().st_mtime:
            continue
        draft = target / f"{file.name}.{os.getpid()}"
        shutil.copy2(file, draft)
        draft.replace(there)
