"""Photos, videos and documents that were sent, for getFile and for the page; the oldest are forgotten."""

from dataclasses import dataclass
from typing import Any

from bot.playground.dimensions import dimensions

Json = dict[str, Any]

_KEPT_BYTES = 64 << 20
_KEPT = 10_000
_BOXES = (("s", 90), ("m", 320), ("x", 800), ("y", 1280))  # into which a photo is made to fit
_UNKNOWN = (1280, 720)  # of what is not looked at
_NO_NAME = {"photo": ("photo.jpg", "image/jpeg"), "video": ("video.mp4", "video/mp4")}


@dataclass(frozen=True, slots=True)
class File:
    """Uploaded `content`, or only the `url` it was sent by (nothing is fetched).

    `kind`: photo, video or document. `size`: a photo's width and height.
    """

    id: str
    kind: str
    path: str
    name: str
    content: bytes
    content_type: str
    url: str = ""
    size: tuple[int, int] = _UNKNOWN

    def told(self, look: Json) -> Json:
        """The part of a message that it is: Telegram's PhotoSizes, Video or Document. `look`: a video's own fields."""
        if self.kind == "photo":
            return {
                "photo": [
                    self._named(size, w / self.size[0]) | {"width": w, "height": h} for size, w, h in self._sizes()
                ]
            }
        named = self._named() | {"file_name": self.name, "mime_type": self.content_type}
        if self.kind == "document":
            return {"document": named}
        thumbnail = self._named("m", 1) | {"width": 320, "height": 180, "file_size": 0}
        shown = {"duration": 12, "width": 1280, "height": 720} | look
        return {"video": shown | named | {"thumbnail": thumbnail, "thumb": thumbnail}}

    def _sizes(self) -> list[tuple[str, int, int]]:
        """From small to large; none is larger than the photo."""
        width, height = self.size
        longest, sizes = max(width, height), []
        for name, box in _BOXES:
            scale = min(1.0, box / longest)
            sizes.append((name, max(1, round(width * scale)), max(1, round(height * scale))))
            if box >= longest:
                break
        return sizes

    def _named(self, size: str = "", share: float = 1) -> Json:
        unique = f"AQAD{self.id[-12:]}{size}"
        return {"file_id": self.id + size, "file_unique_id": unique, "file_size": int(len(self.content) * share)}


class Files:
    def __init__(self) -> None:
        self._by_id: dict[str, File] = {}
        self._by_url: dict[tuple[str, str], File] = {}
        self._bytes = 0
        self._count = 0

    def add(self, kind: str, name: str, content: bytes, content_type: str, url: str = "") -> File:
        self._count += 1
        default_name, default_type = _NO_NAME.get(kind, ("file.bin", "application/octet-stream"))
        name = name or default_name
        extension = name.rpartition(".")[2] if "." in name else "bin"
        file_id, path = f"AgAC{self._count:020d}", f"{kind}s/file_{self._count}.{extension}"
        size = dimensions(content) or _UNKNOWN
        file = File(file_id, kind, path, name, content, content_type or default_type, url, size)
        self._by_id[file_id] = file
        self._bytes += len(content)
        while (self._bytes > _KEPT_BYTES or len(self._by_id) > _KEPT) and len(self._by_id) > 1:
            old = self._by_id.pop(next(iter(self._by_id)))
            self._bytes -= len(old.content)
            self._by_url.pop((old.kind, old.url), None)
        return file

    def at(self, kind: str, url: str) -> File:
        """What stands at an address: the same file whenever it is asked for."""
        known = self._by_url.get((kind, url))
        if known is None:
            name = "" if kind == "photo" else url.rpartition("/")[2]
            known = self._by_url[kind, url] = self.add(kind, name, b"", "", url)
        return known

    def by_id(self, file_id: str) -> File | None:
        """Each size of a photo has an id of its own."""
        return self._by_id.get(file_id) or self._by_id.get(file_id[:-1])

    def by_path(self, path: str) -> File | None:
        return next((file for file in self._by_id.values() if file.path == path), None)
