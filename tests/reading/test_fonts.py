"""What is read does not depend on the fonts of the machine."""

import json
import os
import subprocess
import sys
from pathlib import Path

from perfeval_core.reading.pdf.library import FONTS
from tests.helpers.samples import SAMPLES, sample
from tests.makers.bar_font import bar_font

READ = """
import sys
from pathlib import Path
from perfeval_core.extraction.extract import extract
print(extract(Path(sys.argv[1]).read_bytes(), lambda seconds: None).model_dump_json())
"""


def test_the_font_is_what_its_script_makes() -> None:
    assert (FONTS / "bar.ttf").read_bytes() == bar_font()


def test_the_machines_fonts_are_not_opened() -> None:
    """``strace`` need not be there: the kernel lists what a process has mapped."""
    program = READ + "print([line.split()[-1] for line in open('/proc/self/maps') if '.tt' in line or '.otf' in line])"
    done = run(program, sample("水务局"))
    assert json.loads(done[0])["status"] == "extracted"
    assert not [name for name in json.loads(done[1].replace("'", '"')) if "bar.ttf" not in name]


def test_a_font_that_is_not_embedded_loses_no_character() -> None:
    """One of the samples by ReportLab has table cells that hold one Chinese character a line."""
    for path in sorted(SAMPLES.glob("*水务局*.pdf")):
        (report,) = json.loads(run(READ, path)[0])["reports"]
        assert report["unclaimed"] == []
        assert report["status"] == "extracted"


def run(program: str, path: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        cwd=Path(__file__).parents[2],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()
