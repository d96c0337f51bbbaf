"""Files in the Office formats with the same bytes for the same content."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_NEVER: Final = (1980, 1, 1, 0, 0, 0)
_MADE: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def steady(content: bytes, made: datetime) -> bytes:
    """Give an Office file anew with one date in all of it and in the workbooks of its charts.

    Parameters
    ----------
    made
        What it says of when it was made.
    """
    stream = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as before, ZipFile(stream, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            data = before.read(name)
            if name.endswith(".xlsx"):
                data = steady(data, made)
            elif name == "docProps/core.xml":
                stamp = made.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                data = _MADE.sub(rb"\g<1>" + stamp + rb"\g<3>", data)
            info = ZipInfo(name, _NEVER)
            info.compress_type = ZIP_DEFLATED
            after.writestr(info, data)
    return stream.getvalue()
