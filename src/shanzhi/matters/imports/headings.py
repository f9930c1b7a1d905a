"""What an import can take of a row, and the headings by which offices name it.

Headings are compared without blanks, stars and remarks in brackets (`tables.headings.heading_form`).
"""

from __future__ import annotations

from msgspec import Struct

from shanzhi.method.words import Sentence
from shanzhi.tables.headings import heading_form


class Known(Struct, frozen=True):
    """One thing a row may tell: what it is called, and the headings it is known by."""

    label: Sentence
    headings: tuple[str, ...]
    join: str | None = None
    """What stands between several columns of this; None: the first that is filled in counts."""


def _known(zh: str, en: str, headings: str, join: str | None = None) -> Known:
    return Known(Sentence(zh, en), tuple(headings.split()), join)


FIELDS: dict[str, Known] = {
    "external": _known(
        "编号", "number",
        "留言编号 工单编号 工单号 诉求编号 诉求工单号 受理编号 案件编号 事件编号 任务号 任务编号 办件编号 信件编号 "
        "问题编号 登记编号 业务编号 流水号 编号 id case_enquiry_id case_id ticket_id service_request_id service_request_number "
        "sr_number request_id unique_key case_number",
    ),
    "author": _known(
        "反映人", "author",
        "留言用户 留言人 用户名 用户 网名 昵称 反映人 反映人姓名 诉求人 诉求人姓名 来电人 来电人姓名 投诉人 "
        "投诉人姓名 举报人 求助人 申请人 联系人 市民姓名 姓名 author reporter",
    ),
    "phone": _known(
        "联系电话", "telephone",
        "联系电话 电话 手机 手机号 手机号码 电话号码 联系方式 来电号码 来电电话 主叫号码 诉求人电话 反映人电话 phone telephone",
    ),
    "subject": _known(
        "主题", "subject",
        "留言主题 留言标题 诉求标题 诉求主题 工单标题 案件标题 问题标题 事件标题 信件标题 标题 主题 题目 事由 事项 "
        "诉求事项 反映事项 什么事 subject title service_name complaint_type request_type",
    ),
    "detail": _known(
        "详情", "details",
        "留言详情 留言内容 诉求内容 工单内容 反映内容 投诉内容 来电内容 来信内容 信件内容 问题描述 问题内容 案件描述 事件描述 "
        "具体内容 具体情况 详细内容 详细描述 主要内容 内容描述 描述 详情 内容 正文 detail details description body descriptor complaint_description",
        "\n",
    ),
    "category": _known(
        "类别", "category",
        "一级标签 二级标签 三级标签 一级分类 二级分类 三级分类 问题分类 问题类别 问题类型 诉求类型 诉求类别 诉求分类 工单类型 "
        "案件类型 事件类型 内容分类 分类 类别 类型 category type",
        "/",
    ),
    "address": _known(
        "地址", "address",
        "地址 详细地址 诉求地址 事发地址 事发地点 发生地址 发生地点 问题地址 问题地点 案发地址 位置描述 地点 住址 所在位置 "
        "address location_street_name street_address incident_address location_address",
    ),
    "place": _known(
        "所在地方（名称或代码）", "place (name or code)",
        "所属区域 所在区域 区域 归属地 属地 所属地区 地区 区划代码 地方代码 网格编码 网格代码 neighborhood neighbourhood "
        "community_area community_board ward",
    ),
    "district": _known("区县", "district", "区县 县区 所属区县 所在区县 区 县 district"),
    "street": _known("街道", "street", "街道 乡镇 镇街 街镇 街道乡镇 乡镇街道 所属街道 所在街道 属地街道 street"),
    "community": _known("社区", "community", "社区 村 村社区 社区村 村居 所属社区 所在社区 属地社区 community"),
    "grid": _known("网格", "grid", "网格 网格名称 所属网格 所在网格 grid"),
    "lon": _known("经度", "longitude", "经度 坐标经度 x坐标 lon lng longitude"),
    "lat": _known("纬度", "latitude", "纬度 坐标纬度 y坐标 lat latitude"),
    "point": _known("经纬度", "longitude and latitude", "经纬度 坐标 位置坐标 gps gps坐标 定位"),
    "opened": _known(
        "提出时间", "time of opening",
        "留言时间 提交时间 提出时间 诉求时间 反映时间 来电时间 来信时间 登记时间 创建时间 建单时间 投诉时间 上报时间 发现时间 "
        "发起时间 日期 时间 open_dt opened opened_at created created_at "
        "created_date date_created creation_date opened_date open_date date_opened requested_datetime requested_date request_date",
    ),
    "accepted": _known("受理时间", "time of acceptance", "受理时间 立案时间 接单时间 签收时间 派单时间 派遣时间 交办时间 accepted_at accepted_date acknowledged_date"),
    "target": _known(
        "办理时限", "due",
        "办理时限 处理时限 办结时限 截止时间 截止日期 到期时间 期限 应办结时间 应结案时间 要求办结时间 要求完成时间 限办时间 "
        "target_dt due due_at due_date sla_target_dt expected_datetime target_date",
    ),
    "answer": _known(
        "答复", "answer",
        "答复意见 答复内容 答复 回复内容 回复意见 回复 办理结果 处理结果 办理情况 处理情况 办结情况 处置结果 处置情况 办理意见 "
        "反馈内容 结案意见 answer reply closure_reason resolution resolution_description resolution_notes status_notes",
    ),
    "answered": _known(
        "答复时间", "time of the answer",
        "答复时间 回复时间 办结时间 办结日期 结案时间 完成时间 处理时间 处置时间 反馈时间 closed_dt closed closed_at closed_date "
        "date_closed close_date completed_date completion_date resolved_at resolved_date",
    ),
    "status": _known("状态", "status", "状态 工单状态 办理状态 处理状态 案件状态 当前状态 是否办结 case_status status request_status status_description"),
    "urgency": _known("办理等级", "class", "紧急程度 办理等级 工单等级 优先级 缓急程度 priority"),
    "contacted": _known("是否联系", "contacted", "是否联系 是否响应 响应情况 是否联系过您 contacted"),
    "solved": _known("是否解决", "solved", "是否解决 解决情况 问题是否解决 solved"),
    "stars": _known("满意度", "satisfaction", "满意度 满意情况 是否满意 评价 满意度评价 评价结果 星级 stars rating"),
    "rated": _known("评价时间", "time of rating", "评价时间 回访时间 rated_at"),
    "comment": _known("评价内容", "comment", "评价内容 评价意见 回访内容 comment"),
}  # fmt: skip
BY_HEADING: dict[str, str] = {
    heading_form(heading): field for field, known in FIELDS.items() for heading in known.headings
}
ELSEWHERE = frozenset(
    {"external", "author", "phone", "subject", "detail", "answer", "opened", "accepted", "answered"}
)
"""What is kept of a row in any case; the cells of all other columns are kept beside the matter as they stand."""
SKIP = "-"
"""In a mapping: the column is kept with the row and not used."""
PERSONAL_WORDS = (
    "姓名",
    "电话",
    "手机",
    "身份证",
    "证件号",
    "联系方式",
    "住址",
    "邮箱",
    "微信",
    "phone",
    "email",
    "idcard",
)
"""What the heading of a personal column holds, though nobody mapped it."""


def field_of(heading: str) -> str | None:
    """The field a heading is known for."""
    return BY_HEADING.get(heading_form(heading))


def tells_who(heading: str) -> bool:
    """Whether a column that no field takes holds personal data, going by its heading."""
    form = heading_form(heading)
    return any(word in form for word in PERSONAL_WORDS)
