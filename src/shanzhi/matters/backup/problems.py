"""What an operator is told when a backup cannot be made or put back."""

from __future__ import annotations

from shanzhi.method.words import Sentence

NO_SPACE = Sentence(
    "备份文件写不了（{why}）。请检查磁盘空间和权限；没有留下半个文件。",
    "It cannot be written ({why}). Check the space on the disk and the rights; nothing half-written was left.",
)
UNREADABLE = Sentence("{file} 读不出来（{why}）。", "{file} cannot be read ({why}).")
DAMAGED = Sentence(
    "备份 {file} 损坏或不完整（{part}），请用另一份。什么也没有改动。",
    "The backup {file} is damaged or not whole ({part}); use another. Nothing was changed.",
)
BAD_KEYS = Sentence("{file} 不是密钥备份。", "{file} is no backup of keys.")
BAD_PHRASE = Sentence(
    "口令不对，或 {file} 损坏。什么也没有改动。",
    "The passphrase is wrong, or {file} is damaged. Nothing was changed.",
)
OTHER_KEYS = Sentence(
    "这些密钥与这份备份对不上（{names}），请用同一时期的密钥备份。什么也没有改动。",
    "These keys do not fit this backup ({names}): use the keys backed up at that time. Nothing was changed.",
)
NOT_EMPTY = Sentence(
    "这个安装里已有内容。请让 SHANZHI_HOME 指向空文件夹（现在是 {folder}），PostgreSQL 用空库，再恢复。什么也没有改动。",
    "This installation holds something already. Point SHANZHI_HOME to an empty folder (now {folder}), on PostgreSQL use an "
    "empty database, then restore. Nothing was changed.",
)
OTHER_BACK_END = Sentence(
    "这份备份来自 {theirs}，这个安装用的是 {ours}；请在同一种数据库上恢复。",
    "This backup is of {theirs}, and this installation uses {ours}: restore it on the same.",
)
NO_PROGRAM = Sentence(
    "没有找到 {program}。请安装与数据库同版本或更新的 PostgreSQL 客户端程序。",
    "{program} was not found: install the client programs of PostgreSQL, of the server's version or newer.",
)
PROGRAM_FAILED = Sentence("{program} 没有成功：{why}", "{program} did not succeed: {why}")


class BadBackup(Exception):
    """A backup cannot be made or put back; `sentence` says why and what to do."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.zh)
        self.sentence = sentence
