"""What is kept of methods, matters and all that follows from them. Few tables carry every method there is."""

from shanzhi.matters.models.history import Box, Entry
from shanzhi.matters.models.imports import Import, ImportedRow, Likeness
from shanzhi.matters.models.matter import Fault, Link, Matter, Watch
from shanzhi.matters.models.method import Adoption, Method
from shanzhi.matters.models.notice import Notice, NoticeChannel
from shanzhi.matters.models.paper import Document, File, Publication
from shanzhi.matters.models.reading import Reading
from shanzhi.matters.models.roll import Roll, RollLine, RollUse

__all__ = [
    "Adoption",
    "Box",
    "Document",
    "Entry",
    "Fault",
    "File",
    "Import",
    "ImportedRow",
    "Likeness",
    "Link",
    "Matter",
    "Method",
    "Notice",
    "NoticeChannel",
    "Publication",
    "Reading",
    "Roll",
    "RollLine",
    "RollUse",
    "Watch",
]
