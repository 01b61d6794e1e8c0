"""What the bot uploaded, for getFile and for the page; the oldest are forgotten."""

from dataclasses import dataclass

_KEPT_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class File:
    """Uploaded `content`, or only the `url` it was sent by (nothing is fetched)."""

    id: str
    path: str
    content: bytes
    content_type: str
    url: str = ""


class Files:
    def __init__(self) -> None:
        self._by_id: dict[str, File] = {}
        self._bytes = 0
        self._count = 0

    def add(self, folder: str, name: str, content: bytes, content_type: str, url: str = "") -> File:
        self._count += 1
        extension = name.rsplit(".", 1)[-1] if "." in name else "bin"
        file_id = f"AgAC{self._count:020d}"
        file = File(file_id, f"{folder}/file_{self._count}.{extension}", content, content_type, url)
        self._by_id[file_id] = file
        self._bytes += len(content)
        while self._bytes > _KEPT_BYTES and len(self._by_id) > 1:
            self._bytes -= len(self._by_id.pop(next(iter(self._by_id))).content)
        return file

    def by_id(self, file_id: str) -> File | None:
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> File | None:
        return next((file for file in self._by_id.values() if file.path == path), None)
