"""Names of persons that a text holds, out of the register of one community.

Every run of as many characters as some name has is looked up in the set of names: the cost is that of the text, not of the register.
A name that is a word of everyday language as well (高兴, 安全) is only perhaps a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from shanzhi.people.models import Person
from shanzhi.people.pieces import Folded, Piece, apart, find_pieces
from shanzhi.people.spelling import DOTS
from shanzhi.places.models import Place

_HAN = re.compile(r"[\u4e00-\u9fff]+")
"""A name that is in plain form already, as nearly all are."""
_BETWEEN = frozenset(f" \t\u3000{DOTS}")
COMMON = frozenset(
    """
    安定 安静 安康 安宁 安排 安全 安心 安装 白天 白云 白色 包括 保安 保护 保平安 包容 毕竟 边境 车位 成功 成长 成立 程序 常常 常年 常委 陈旧 陈列
    长江 长安 长春 单元 单位 党员 党建 丁香 东方 东风 董事 方便 方案 方法 方向 费用 丰富 丰收 封闭 符合 高兴 高峰 高度 高温 高原 高空 高明 高级 高尚
    关心 关注 关爱 关于 管理 管道 光明 广场 国庆 国家 国强 国旗 海洋 海燕 韩国 杭州 何必 和平 和谐 和睦 和美 贺喜 红旗 红军 洪水 洪流 胡同 花园 花木 华夏
    黄河 黄昏 黄金 黄色 吉祥 计划 纪律 纪念 季节 家园 家和 建设 建国 建议 建军 江山 江河 姜汤 金星 金色 金秋 经常 经验 康复 康乐 柯木 乐观 黎明 李子 利民 立春
    连接 连续 梁上 林立 林业 凌晨 路灯 路面 陆续 马上 马路 马力 满意 毛病 梅花 美好 孟春 米兰 苗圃 明天 明白 明亮 明星 牡丹 宁静 牛奶 农民 平安 平台 平常 平静 平时 平稳
    钱包 强化 乔木 秦岭 青年 青春 青松 清明 清洁 清晨 秋天 秋收 全部 全面 荣誉 任务 任何 任意 容易 柔和 商量 商业 尚未 邵阳 沈阳 生活 盛夏 盛开 师傅 施工 石头 石桥 石榴 时间 时常 史册
    水平 水仙 司机 松柏 苏州 宋朝 孙子 唐诗 陶瓷 田野 田园 童年 童心 团结 万一 万年 万年青 万家 王国 王子 汪洋 危险 卫生 卫星 魏晋 温暖 温度 温馨 文明 文化 文体 文艺 吴语 五星
    武汉 武术 夏天 夏季 夏至 向阳 向上 项目 肖像 谢谢 谢意 新春 幸福 幸运 熊猫 徐州 许多 许可 雪梅 阳光 杨柳 杨树 姚江 叶子 易于 应该 英雄 永远 永久 尤其 游戏 于是 于今 余下 余额 余地 鱼塘
    雨水 玉兰 园林 元旦 元宵 袁州 跃进 云南 云海 严格 严禁 严重 燕子 晏城 张开 张贴 章程 赵州 郑重 郑州 志愿 中华 中秋 中心 钟点 钟声 周末 周围 周边 周年 周到 朱红 竹林 祝福 庄稼 庄严 卓越 邹城 祖国 左右
    春天 春雨 春风 胜利 朝阳 晨光 东升 冬梅 桂花 荷花 海棠 红梅 景色 俊秀 丽水 柳树 柳絮 龙舟 明月 南方 年华 盼望 朋友 平房 齐心 强国 勤劳 山水 上海 诗意 时光 顺利 思想 天明 天空 同心 晓得 欣赏 兴旺 秀美 学习 艳阳 益民 毅力 英明 友谊 宇宙 月季 政府 正直 智慧 忠诚 自然
    """.split()  # noqa: SIM905 (a table of words, read as one)
)
"""Words that begin as a family name does, or are given as a name, and stand in ordinary notices. Of the project's own collection."""


class Register(Struct):
    """The names of a community in plain form, and how long they are."""

    names: frozenset[str]
    lengths: tuple[int, ...]


def register_of(names: Iterable[str]) -> Register:
    """A register of names; those of one character are left out."""
    plain = frozenset(name for name in map(_plain, names) if len(name) > 1)
    return Register(plain, tuple(sorted({len(name) for name in plain}, reverse=True)))


def community_path(place: int) -> str:
    """The path of the community that a place (by id) lies in; of the place itself where it lies in none."""
    here: str = Place.objects.values_list("path", flat=True).get(pk=place)
    way = [int(part) for part in here.split("/") if part]
    found = (
        Place.objects.filter(pk__in=way, level=Place.Level.COMMUNITY).values_list("path", flat=True).first()
    )
    return found or here


def register_at(path: str) -> Register:
    """The names of those who live at and below the place of this path. Two queries."""
    places = Place.objects.filter(path__begins=path).order_by().values("pk")
    known = Person.objects.filter(erased_at=None).exclude(name="").order_by()
    at_home = known.filter(home__in=places).values_list("name", flat=True)
    in_households = known.filter(household__place__in=places).values_list("name", flat=True)
    return register_of({*at_home.iterator(10_000), *in_households.iterator(10_000)})


def find_in(text: str, register: Register) -> list[Piece]:
    """All pieces of a text, names of the register among them, left to right; the longest of overlapping names."""
    taken = find_pieces(text)
    if register.names:
        folded = Folded(text)
        sure: list[tuple[int, int]] = []
        perhaps: list[tuple[int, int]] = []
        for start, end, name in _names(folded.text, register):
            (perhaps if name in COMMON else sure).append((start, end))
        taken += apart(taken, "name", text, folded, sure)
        taken += apart(taken, "maybe_name", text, folded, perhaps)
    return sorted(taken, key=lambda piece: piece.start)


def _names(text: str, register: Register) -> Iterator[tuple[int, int, str]]:
    """Every name that stands in a folded text, blanks within it left out (王　芳)."""
    kept = [n for n, sign in enumerate(text) if sign not in _BETWEEN]
    bare = "".join(text[n] for n in kept)
    for at in range(len(bare)):
        for length in register.lengths:
            name = bare[at : at + length]
            if len(name) == length and name in register.names and _stands_alone(bare, at, at + length):
                yield kept[at], kept[at + length - 1] + 1, name
                break


def _stands_alone(text: str, start: int, end: int) -> bool:
    """A name in Latin letters is not cut out of a longer word."""
    before = text[start - 1 : start]
    after = text[end : end + 1]
    if text[start].isascii() and before.isascii() and before.isalnum():
        return False
    return not (text[end - 1].isascii() and after.isascii() and after.isalnum())


def _plain(name: str) -> str:
    if _HAN.fullmatch(name):
        return name
    return "".join(sign for sign in Folded(name.strip()).text if sign not in _BETWEEN)
