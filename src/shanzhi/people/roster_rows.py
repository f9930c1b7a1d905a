"""The rosters offices keep (花名册): their headings, and what one row of them says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils import timezone

from shanzhi.method.roles import FORMER, ROLES
from shanzhi.method.words import Sentence
from shanzhi.people.problems import BadInput
from shanzhi.tables.moments import moment_of
from shanzhi.tables.problems import BadInput as Unclear

HEADINGS: dict[str, tuple[str, ...]] = {
    "name": ("姓名", "名字", "成员姓名", "人员姓名", "name"),
    "head": ("户主姓名", "户主"),
    "owner": ("业主姓名", "业主", "产权人", "房屋所有权人", "所有权人", "权利人", "owner", "owners"),
    "owner_phone": ("业主电话", "业主手机", "产权人电话", "业主联系电话", "owner phone"),
    "share": ("产权份额", "份额", "共有份额", "share"),
    "developer": ("建设单位", "开发商", "开发单位", "房地产开发企业", "developer"),
    "delivered": ("交付情况", "交房情况", "是否交付", "是否交房", "delivered"),
    "role": ("岗位", "角色", "职务", "岗位名称", "岗位职务", "role", "post"),
    "door": ("门牌", "门牌号", "房号", "室号", "户名", "住户", "户号", "door"),
    "area_registered": ("登记面积", "不动产登记面积", "产权面积", "产权证面积"),
    "area_surveyed": ("实测面积", "测绘面积", "实测建筑面积"),
    "area_contract": ("合同面积", "买卖合同面积", "购房合同面积"),
    "area_source": ("面积来源", "面积依据", "area source"),
    "area": ("面积", "建筑面积", "房屋面积", "专有面积", "专有部分面积", "area"),
    "use": ("用途", "房屋用途", "规划用途", "use"),
    "relation": ("与户主关系", "关系", "家庭关系", "relation"),
    "phone": ("电话", "手机", "手机号", "手机号码", "联系电话", "联系方式", "电话号码", "phone"),
    "id_number": ("身份证号", "身份证", "身份证号码", "公民身份号码", "证件号码", "id number"),
    "birth": ("出生日期", "出生年月日", "生日", "birth"),
    "organization": ("单位", "部门", "所属单位", "工作单位", "所属部门", "organisation", "organization"),
    "since": ("任期开始", "开始日期", "任职日期", "任职时间", "起始日期", "任期起", "从", "since"),
    "until": ("任期结束", "结束日期", "到期日期", "届满日期", "任期至", "任期到", "任期止", "until"),
    "basis": ("依据", "任命依据", "任命文件", "推选结果", "文号", "basis"),
    "place": ("地方", "任职地方", "所在地方", "负责的地方", "place"),
    "code": ("地方代码", "区划代码", "网格编码", "网格代码", "编码", "代码", "code"),
    "unit_name": ("单位名称", "机构名称", "组织名称", "商户名称", "企业名称", "organisation name"),
    "unit_kind": ("单位类别", "单位类型", "机构类别", "类别", "organisation kind"),
    "credit_code": ("统一社会信用代码", "社会信用代码", "信用代码", "credit code"),
    "licence": ("证照名称", "证照", "许可证", "licence"),
    "licence_number": ("证照编号", "证照号", "许可证编号", "licence number"),
    "licence_until": ("证照有效期", "证照有效期至", "有效期至", "licence until"),
    "contact": ("联系人", "负责人", "单位联系人", "contact"),
    "function": ("单位职务", "联系人职务", "function"),
    "district": ("区县", "县区", "区", "县", "district"),
    "street": ("街道", "乡镇", "镇街", "街镇", "所属街道", "street"),
    "community": ("社区", "村", "村社区", "社区村", "所属社区", "community"),
    "grid": ("网格", "网格名称", "所属网格", "grid"),
    "microgrid": ("微网格", "微网格名称", "所属微网格", "microgrid"),
    "building": ("楼栋", "栋", "楼号", "幢", "楼栋号", "栋号", "楼幢", "building"),
    "unit": ("单元", "单元号", "单元名称", "所属单元", "unit"),
    "floor": ("楼层", "层", "所在楼层", "floor"),
}

BAD_DATE = Sentence(
    "日期“{text}”认不出来，请写成 2026-01-31", "the date “{text}” is unclear, write it like 2026-01-31"
)
YEAR_LAST = Sentence(
    "日期“{text}”的年份在最后，看不出先写月还是先写日，请写成 2026-01-31",
    "the date “{text}” has its year last and does not tell month from day, write it like 2026-01-31",
)
YEARS = range(1899, 2101)
"""Of births and terms."""
_YEAR_LAST = re.compile(r"^\s*\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{4}")
BAD_AREA = Sentence("面积“{text}”不是数，请写成 89.50", "the area “{text}” is no number, write it like 89.50")
BAD_ROLE = Sentence(
    "没有“{text}”这个岗位，可用的有：{names}", "there is no post “{text}”, there are: {names}"
)

BAD_DELIVERY = Sentence(
    "交付情况“{text}”看不懂，请写成 已交付 或 未交付",
    "“{text}” is unclear, write 已交付 (handed over) or 未交付 (not yet)",
)

_ROLES = {role.name.zh: code for code, role in ROLES.items()}


def role_of(text: str) -> str:
    """The role a roster names, in Chinese or by its code."""
    said = re.sub(r"\s", "", text)
    role = text if text in ROLES else _ROLES.get(said) or FORMER.get(said)
    if role is None:
        raise BadInput(BAD_ROLE.fill(text=text, names="、".join(_ROLES)))
    return role


def area_of(text: str) -> int:
    """An area in square metres as hundredths: `89.5㎡` is 8950."""
    number = re.sub(r"(?:㎡|m2|m²|平方米|平米|平)$", "", text.strip(), flags=re.IGNORECASE)
    try:
        return int((Decimal(number.replace(",", "")) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    except (InvalidOperation, ValueError):
        raise BadInput(BAD_AREA.fill(text=text)) from None


def day_of(text: str, *, last: bool = False) -> datetime:
    """The beginning of a day as people write it; of the day after, where it names the `last` day of a term.

    Read as every import reads dates (`tables.moments`); what would have to be guessed is refused with its reason.
    """
    at = timezone.localtime(_moment(text))
    begins = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return begins + timedelta(days=1) if last else begins


def _moment(text: str) -> datetime:
    try:
        return moment_of(text, timezone.get_current_timezone(), years=YEARS)
    except Unclear:
        why = YEAR_LAST if _YEAR_LAST.search(text) else BAD_DATE
        raise BadInput(why.fill(text=text)) from None


def birth_of(text: str) -> str:
    """A date of birth in ISO form."""
    return timezone.localtime(day_of(text)).date().isoformat()


def flat_area(row: Mapping[str, str]) -> tuple[int, str]:
    """The area a row gives and its source, the strongest there is (法释〔2009〕7 号 8); 0 where it gives none."""
    for source in ("registered", "surveyed", "contract"):
        if text := row.get(f"area_{source}"):
            return area_of(text), source
    return (area_of(row["area"]), row.get("area_source", "")) if row.get("area") else (0, "")


USES = {
    "住宅": "home",
    "非住宅": "premises",
    "商业": "premises",
    "商铺": "premises",
    "车位": "parking",
    "车库": "parking",
}


def use_of(row: Mapping[str, str]) -> str:
    """What a flat is for, as its row says; a home unless it says otherwise."""
    text = row.get("use", "").strip()
    return USES.get(text, text) or "home"


def handed_over(row: Mapping[str, str]) -> bool:
    """Whether a flat is in its owners' hands; what a row leaves open counts as handed over."""
    text = row.get("delivered", "").strip()
    if text in ("未交付", "未交房", "否", "没有", "no"):
        return False
    if text in ("", "已交付", "已交房", "交付", "是", "yes"):
        return True
    raise BadInput(BAD_DELIVERY.fill(text=text))


def several(text: str) -> list[str]:
    """Names (or numbers) written into one cell: `张三、李四`."""
    return [part.strip() for part in re.split(r"[、，,;；]", text) if part.strip()]
