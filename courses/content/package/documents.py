"""Files to take along of a package: told by their content before anything is written, and named to
go out."""

from pathlib import Path

from django.utils.translation import gettext as _

from courses.content.files import file_at, path_of
from courses.content.package.files import DOCUMENTS, VIDEOS
from courses.content.package.pictures import PictureNames
from lms.common.documents import Document, NotADocument, read_document
from lms.common.videos import NotAVideo, read_video
from lms.common.yamlnodes import Faults

# The blocks that show a file of this folder.
FILED = ("file", "video")


def read_documents(files: dict[str, bytes], faults: Faults) -> dict[str, Document]:
    """name → file; what cannot be used, or is another thing than its name says, is a fault."""
    documents = {}
    for name, content in files.items():
        place = (f"files/{name}", 0)
        try:
            document = read_video(content) if is_video(name) else read_document(content, name)
        except (NotADocument, NotAVideo) as error:
            faults.add(place, str(error))
            continue
        if not name.endswith(f".{document.ending}"):
            faults.add(
                place, _("By its content this is a file of the kind “%s”.") % document.ending
            )
        documents[name] = document
    return documents


def is_video(name: str) -> bool:
    """Whether a file of this name is for a video block, and for no other."""
    return name.endswith(VIDEOS)


class DocumentNames(PictureNames):
    """The same for files to take along."""

    folder = DOCUMENTS
    otherwise = "file"

    def can_share(self, one: str, other: str) -> bool:
        return one == other

    def path(self, address: str) -> Path:
        return path_of(file_at(address))
