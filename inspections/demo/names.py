"""Made-up Chinese names, places and sentences, from one source of chance. Nobody is meant."""

import random

from venues.identifiers import made_up_credit_code

_SURNAMES = "赵钱孙李周吴郑王冯陈卫蒋沈韩杨朱秦许何吕张孔曹严华魏陶姜谢邹苏潘葛范彭鲁马苗方任袁柳"
_GIVEN = (
    "明", "丽", "建国", "志强", "秀英", "桂花", "海涛", "晓燕", "文博", "雪梅", "振华", "玉兰",
    "国栋", "淑芬", "俊杰", "春燕", "立新", "红霞", "永强", "婷婷", "德胜", "佳怡", "宏伟",
    "素珍", "子轩", "慧敏", "长青", "凤琴", "一鸣", "思远",
)  # fmt: skip
_HEADS = (
    "好味", "金桥", "春来", "鸿运", "新悦", "乐享", "福满", "银河", "天和", "同心", "百顺",
    "星辰", "如意", "万家", "聚贤", "盛景", "康乐", "四季", "东篱", "锦程", "明德", "启航",
    "润泽", "卓雅", "华彩", "双喜",
)  # fmt: skip
_TAILS = {
    "catering": ("烩面馆", "火锅店", "小吃店", "家常菜馆", "奶茶店", "烧烤店", "早餐店"),
    "mall": ("超市", "便利店", "生鲜超市", "购物广场"),
    "wetmarket": ("农贸市场", "菜市场", "蔬菜批发市场"),
    "pharmacy": ("大药房", "药店"),
    "clinic": ("诊所", "口腔门诊部", "中医馆"),
    "school": ("小学", "幼儿园", "中学"),
    "training": ("培训中心", "教育培训学校", "美术培训中心", "外语培训学校", "舞蹈培训中心"),
    "eldercare": ("养老院", "日间照料中心"),
    "hotel": ("快捷酒店", "宾馆", "民宿"),
    "netbar": ("网吧", "网咖", "电竞馆"),
    "ktv": ("KTV", "音乐会所"),
    "arcade": ("电玩城", "游艺厅"),
    "chess": ("棋牌室", "麻将馆"),
    "escape": ("剧本推理馆", "密室逃脱馆"),
    "cinema": ("影城", "剧场"),
    "library": ("城市书房", "图书馆", "文化馆"),
    "scenic": ("公园", "生态园", "风景区"),
    "bath": ("洗浴中心", "足疗店", "汗蒸馆"),
    "gym": ("健身房", "游泳馆", "羽毛球馆"),
    "beauty": ("美发店", "美容院"),
    "station": ("公交场站", "停车场", "客运站"),
    "site": ("住宅项目工地", "道路工程项目部"),
    "religion": ("活动场所",),
    "express": ("快递网点", "物流站"),
}
_STREETS = (
    "开元路", "金洼路", "文化路北段", "南阳路", "江山路", "迎宾路", "天河路", "三全路",
    "滨河路", "英才街",
)  # fmt: skip
_MEASURES = (
    "已当场整改并安排专人每日检查", "已更换损坏设施并留存记录", "已清理完毕并张贴提示",
    "已补齐证照和台账", "已组织员工培训并重新检查", "已联系维保单位修复并验收",
)  # fmt: skip
_NOTES = (
    "现场查看时发现", "负责人在场确认", "记录缺失,要求补齐", "设施损坏,已拍照",
    "与上次相比有反复",
)  # fmt: skip
_FAILED = (
    "整改不到位,仍有同样情况", "只做了一部分,资料未补齐", "现场未见整改",
)  # fmt: skip
_COMPANY_KINDS = {"school": "52", "training": "52", "eldercare": "52", "library": "12"}


class Maker:
    """Makes names one after another; the same chance gives the same names."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self._taken: set[str] = set()

    def person(self) -> str:
        """A personal name."""
        return self.chance.choice(_SURNAMES) + self.chance.choice(_GIVEN)

    def venue(self, category: str, community: str) -> str:
        """A name that no venue before it has."""
        for _attempt in range(200):
            name = community.removesuffix("社区").removesuffix("村") + self.chance.choice(_HEADS)
            name += self.chance.choice(_TAILS[category])
            if name not in self._taken:
                self._taken.add(name)
                return name
        raise RuntimeError(f"no name is left for {category} in {community}")

    def address(self, town: str) -> str:
        """A street and number in a town."""
        return f"{town}{self.chance.choice(_STREETS)}{self.chance.randint(1, 299)}号"

    def phone(self) -> str:
        """A number of a series that is not given to anybody."""
        return f"1990000{self.chance.randint(0, 9999):04d}"

    def credit_code(self, category: str, district: str) -> str:
        """A credit code whose check characters are right."""
        return made_up_credit_code(self.chance, district, _COMPANY_KINDS.get(category, "92"))

    def measure(self) -> str:
        """What a venue did about an issue."""
        return self.chance.choice(_MEASURES)

    def note(self) -> str:
        """What an inspector writes beside a failed item."""
        return self.chance.choice(_NOTES)

    def failure(self) -> str:
        """Why a re-check failed."""
        return self.chance.choice(_FAILED)
