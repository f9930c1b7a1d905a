"""What is kept of methods, matters and all that follows from them. Few tables carry every method there is."""

from shanzhi.matters.models.ballot import (
    BallotKey,
    BoxClosing,
    BoxHead,
    BoxOpening,
    ElectorCode,
    HolderKey,
    PartialOpening,
    SealedBallot,
)
from shanzhi.matters.models.clock import ClockMark
from shanzhi.matters.models.history import Entry
from shanzhi.matters.models.imports import Import, ImportedRow, ImportJob, Likeness
from shanzhi.matters.models.matter import Fault, KeptFrom, Link, Matter, Named, Watch
from shanzhi.matters.models.method import Adoption, InputRequest, Method
from shanzhi.matters.models.note import DeskNote
from shanzhi.matters.models.notice import Notice, NoticeChannel
from shanzhi.matters.models.paper import Document, File, Publication, PublicationVersion
from shanzhi.matters.models.reading import Reading
from shanzhi.matters.models.reply import ReplyText
from shanzhi.matters.models.roll import Roll, RollLine, RollUse

__all__ = [
    "Adoption",
    "BallotKey",
    "BoxClosing",
    "BoxHead",
    "BoxOpening",
    "ClockMark",
    "DeskNote",
    "Document",
    "ElectorCode",
    "Entry",
    "Fault",
    "File",
    "HolderKey",
    "Import",
    "ImportJob",
    "ImportedRow",
    "InputRequest",
    "KeptFrom",
    "Likeness",
    "Link",
    "Matter",
    "Method",
    "Named",
    "Notice",
    "NoticeChannel",
    "PartialOpening",
    "Publication",
    "PublicationVersion",
    "Reading",
    "ReplyText",
    "Roll",
    "RollLine",
    "RollUse",
    "SealedBallot",
    "Watch",
]
