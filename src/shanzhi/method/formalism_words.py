"""The words by which a method shows that it breaks the rules on formalism, and the rule each breaks.

Rules: 国办函〔2026〕12号; 2023 中央网信委《关于防治“指尖上的形式主义”的若干意见》; 2024 《整治形式主义为基层减负
若干规定》. One row for each kind of wrong; a text that says “no clock-in” is not taken for one that asks for it.
Words are a first sieve: what the structure itself shows is in `shanzhi.method.formalism`.
"""

from __future__ import annotations

import re

from msgspec import Struct

# Where a text stands: what someone must do or fill in, what is measured, what is rewarded, what is merely said.
DONE = ("act", "field", "item")
MEASURED = ("measure", "award")
EVERYWHERE = (*DONE, *MEASURED, "said")


class Words(Struct, frozen=True):
    """One row: the rule's code, where it is looked for, and what is looked for in either language."""

    code: str
    where: tuple[str, ...]
    zh: re.Pattern[str]
    en: re.Pattern[str]


_NO_ZH = r"(?<!不)(?<!无需)(?<!不用)(?<!不得)(?<!不要)(?<!不必)(?<!不再)(?<!取消)(?<!免)(?<!禁止)(?<!不看)"
_NO_EN = r"(?<!no )(?<!not )(?<!without )(?<!never )"


def _row(code: str, where: tuple[str, ...], zh: str, en: str) -> Words:
    return Words(
        code, where, re.compile(f"{_NO_ZH}(?:{zh})"), re.compile(rf"{_NO_EN}\b(?:{en})\b", re.IGNORECASE)
    )


STAFF_ZH = "网格员|网格长|工作人员|工作者|干部|社工|职工|员工|书记|经办人?|专员|办事员|公务员"
STAFF_EN = r"staff|workers?|officials?|cadres?|employees?|secretar(?:y|ies)"
_RANKED_ZH = "排名|排行|排位|名次|红黑榜|红榜|黑榜|末位|考核|绩效|打分|得分|积分|评分|之星"
_RANKED_EN = (
    r"rank(?:s|ed|ing|ings)?|leader ?boards?|league tables?|scores?|scoring|performance|appraisals?|points"
)

WORDS: tuple[Words, ...] = (
    _row(
        "SZ601",
        EVERYWHERE,
        "打卡|签退|刷脸|考勤|在线时长|在线时间|停留时长|登录时长|在线率|巡查里程|巡查时长|步数",
        r"clock(?:s|ed|ing)?[ -]?(?:in|out)s?|punch(?:es|ed|ing)?[ -]?in|time online|online (?:time|hours)"
        r"|hours online|patrol (?:mileage|distance|hours)|step counts?",
    ),
    _row("SZ601", DONE, "签到(?![册簿表])", r"check(?:s|ed|ing)?[ -]?in|sign(?:s|ed|ing)?[ -]in(?! sheet)"),
    _row(
        "SZ602",
        (*MEASURED, *DONE),
        f"(?:{STAFF_ZH})[^，。；]{{0,6}}(?:{_RANKED_ZH})|(?:{_RANKED_ZH})[^，。；]{{0,4}}(?:{STAFF_ZH})|个人排名|个人考核|红黑榜|末位淘汰",
        rf"(?:{STAFF_EN})\b[^.;,]{{0,24}}\b(?:{_RANKED_EN})|(?:{_RANKED_EN})\b[^.;,]{{0,16}}\b(?:{STAFF_EN})",
    ),
    _row(
        "SZ605",
        (*MEASURED, "field", "item"),
        "点赞|集赞|转发量|转发数|转发率|转发次数|转发(?:朋友圈|文章|链接|视频|到群)|网络投票|网络评选|刷票|浏览量|阅读量|点击量|播放量|粉丝|活跃度"
        "|学习时长|观看时长",
        r"likes|thumbs[ -]up|reposts?|retweets?|forwards|shares on|online votes?|page ?views?|click(?:s|-throughs?)"
        r"|followers|viewing (?:time|hours)|engagement",
    ),
    _row("SZ605", ("act",), "点赞|集赞|朋友圈|刷票|转发(?:文章|链接|视频|到群)", r"likes?|repost|retweet|share on"),
    _row(
        "SZ606",
        EVERYWHERE,
        "安装率|下载率|下载量|注册率|注册量|登录率|登陆率|激活率|使用率|日活|月活|活跃率|活跃用户|关注率|每日登录|天天登录|定期登录|连续登录"
        "|(?:安装|下载)(?:本|该|手机|指定)?(?:APP|App|app|软件|客户端|小程序)",
        r"(?:install(?:ation)?|download|registration|sign-?up|log-?in|activation|usage) (?:rates?|counts?)"
        r"|(?:daily|monthly) active|log in (?:daily|every day|regularly)|(?:install|download) (?:the|our|this) app",
    ),
)  # fmt: skip

# What shows that something leaves a trace of someone: no such thing is compulsory.
TRACES = _row(
    "SZ603",
    ("field", "item"),
    "照片|拍照|相片|图片|视频|录像|录屏|截图|截屏|轨迹|定位|里程|水印",
    r"photos?|pictures?|images?|videos?|screen ?shots?|recordings?|gps|tracks?|mileage",
)


class Known(Struct, frozen=True):
    """One fact the system holds, and how a form that asks for it again names it."""

    fact: str
    zh: re.Pattern[str]
    en: re.Pattern[str]


# Whose fact it is: asking about someone else is no repetition.
_OWN_ZH = r"(?:您的?|你的?|本人的?|我的|自己的?|申请人|反映人|发起人|报告人|报事人|居民|诉求人|来电人|联系人|填报人|填写人)?(?:的)?"
_OWN_EN = r"(?:(?:your|my|own|applicant'?s?|resident'?s?|opener'?s?|reporter'?s?|contact) )?"


def _known(fact: str, zh: str, en: str) -> Known:
    return Known(
        fact,
        re.compile(f"{_OWN_ZH}(?:{zh})(?:[（(].*)?"),
        re.compile(rf"{_OWN_EN}(?:{en})(?: \(.*)?", re.IGNORECASE),
    )


KNOWN: tuple[Known, ...] = (
    _known("opener.name", "姓名|名字|真实姓名|您贵姓|称呼", r"(?:full |real )?name"),
    _known(
        "opener.phone",
        "电话|联系电话|电话号码|手机|手机号|手机号码|联系方式|联系号码",
        r"(?:tele|mobile |cell ?)?phone(?: number)?|mobile(?: number)?|contact (?:number|details)",
    ),
    _known(
        "opener.id_number",
        "身份证|身份证号|身份证号码|证件号|证件号码|公民身份号码",
        r"id(?:entity)? ?(?:card )?(?:number|no\.?)",
    ),
    _known(
        "opener.address",
        "住址|家庭住址|家庭地址|居住地址|现住址|户籍地址|门牌|门牌号|房号|楼栋单元|几栋几单元",
        r"home address|(?:residential |home |registered )?address|door number|flat number",
    ),
    _known("place.community", "社区|所在社区|所属社区|社区名称", r"(?:name of )?(?:the )?community(?: name)?"),
    _known("place.street", "街道|所在街道|所属街道|街道名称|乡镇", r"(?:the )?(?:street office|subdistrict)(?: name)?"),
)  # fmt: skip
# What follows from an identity number, and so need not be asked at all.
FOLLOWS = _known("", "年龄|性别|出生日期|出生年月|生日", r"age|sex|gender|date of birth|birth ?(?:day|date)")


def says(row: Words | Known, text: str) -> bool:
    """Whether a text has a row's words; a fact must be all that is asked, a wrong may stand anywhere in it."""
    pattern = row.en if text.isascii() else row.zh
    return bool(pattern.search(text) if isinstance(row, Words) else pattern.fullmatch(text.strip(" ？?：:")))
