"""The inner order of files, as far as one must look to know what they are. Pure: nothing is unpacked or drawn."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

MAX_MEMBERS = 10_000
MAX_UNPACKED = 300 * 1024 * 1024
MAX_LISTED = 1024 * 1024
_END_OF_ARCHIVE = b"PK\x05\x06"
_SCAN, _END = 0xDA, 0xD9
_ALONE = {0x01, *range(0xD0, 0xD9)}  # markers without a length
_LIST = "[Content_Types].xml"
_MAIN_PARTS = ("word/document.xml", "xl/workbook.xml", "ppt/presentation.xml")
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # office programs know no others
_MACROS = re.compile(r"vbaProject|vbaData|/activeX/|^(Basic|Scripts)/", re.IGNORECASE)


def is_whole_pdf(content: bytes) -> bool:
    """Whether a PDF has its end, and is not at the same time an archive or a page of another kind."""
    head, tail = content[:1024], content[-2048:]
    if b"%%EOF" not in tail or b"startxref" not in tail:
        return False
    rest = tail[tail.rindex(b"%%EOF") + 5 :]
    return not rest.strip(b"\r\n\t \x00\x1a") and not _ends_as_archive(content) and b"<html" not in head.lower()


def _ends_as_archive(content: bytes) -> bool:
    """Whether a ZIP archive's record of its end closes the file, a comment behind it included."""
    tail = content[-65_557:]
    places = (found.start() for found in re.finditer(re.escape(_END_OF_ARCHIVE), tail))
    return any(place + 22 + int.from_bytes(tail[place + 20 : place + 22], "little") >= len(tail) for place in places)


def end_of_png(content: bytes) -> int | None:
    """Where a PNG picture ends; None where it is damaged."""
    place, is_first = 8, True
    while place + 12 <= len(content):
        length, name = int.from_bytes(content[place : place + 4]), content[place + 4 : place + 8]
        if is_first and name != b"IHDR":
            return None
        end = place + 12 + length
        if end > len(content) or int.from_bytes(content[end - 4 : end]) != zlib.crc32(content[place + 4 : end - 4]):
            return None
        if name == b"IEND":
            return end
        place, is_first = end, False
    return None


def end_of_webp(content: bytes) -> int | None:
    """Where a WebP picture ends; None where it is damaged or another RIFF file."""
    end = 8 + int.from_bytes(content[4:8], "little")
    is_picture = content[8:12] == b"WEBP" and content[12:16] in (b"VP8 ", b"VP8L", b"VP8X")
    return end if is_picture and 20 <= end <= len(content) else None


def end_of_jpeg(content: bytes) -> int | None:
    """Where a JPEG picture ends; None where it is damaged. Cameras hang films and notes behind it."""
    place, has_scan = 2, False
    while 0 <= place < len(content) - 1 and content[place] == 0xFF:
        marker = content[place + 1]
        if marker == _END:
            return place + 2 if has_scan else None
        if marker == 0xFF:  # a byte that fills
            place += 1
        elif marker in _ALONE:
            place += 2
        else:
            place += 2 + max(2, int.from_bytes(content[place + 2 : place + 4]))
            if marker == _SCAN:
                has_scan, place = True, _next_marker(content, place)
    return None


def _next_marker(content: bytes, place: int) -> int:
    """The next marker behind the data of a scan, in which FF 00 and restarts are none; -1 where there is none."""
    while (place := content.find(b"\xff", place)) != -1 and place + 1 < len(content):
        if content[place + 1] != 0 and not 0xD0 <= content[place + 1] <= 0xD7 and content[place + 1] != 0xFF:
            return place
        place += 1
    return -1


def kind_of_archive(content: bytes) -> str:
    """The media type of an office document; empty for another archive, a damaged one, one with macros or a bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            if _is_suspicious(members, archive.comment, content):
                return ""
            if "mimetype" in names:
                return _open_document(archive)
            return _open_xml(archive, names)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError):
        return ""


def _is_suspicious(members: list[zipfile.ZipInfo], comment: bytes, content: bytes) -> bool:
    unpacked = sum(member.file_size for member in members)
    return (
        len(members) > MAX_MEMBERS
        or unpacked > MAX_UNPACKED
        or bool(comment)
        or content.rfind(_END_OF_ARCHIVE) + 22 != len(content)
        or len({member.filename for member in members}) != len(members)
        or any(member.flag_bits & 1 or _MACROS.search(member.filename) for member in members)
        or any(member.compress_type not in _PACKINGS for member in members)
    )


def _open_xml(archive: zipfile.ZipFile, names: set[str]) -> str:
    """The type that the list of parts gives to the main part."""
    main = [part for part in _MAIN_PARTS if part in names]
    if len(main) != 1 or _LIST not in names or archive.getinfo(_LIST).file_size > MAX_LISTED:
        return ""
    with archive.open(_LIST) as file:
        listed = file.read(MAX_LISTED).decode("utf-8", "replace")
    if "macroenabled" in listed.lower():
        return ""
    for part in re.findall(r"<Override\b[^>]*>", listed):
        if f'PartName="/{main[0]}"' in part and (found := re.search(r'ContentType="([^"]+?)\.main\+xml"', part)):
            return found[1]
    return ""


def _open_document(archive: zipfile.ZipFile) -> str:
    if archive.getinfo("mimetype").file_size > 100 or "content.xml" not in archive.namelist():
        return ""
    with archive.open("mimetype") as file:
        return file.read(100).decode("ascii", "replace").strip()
