"""The invented people, places and matters of the sample station. No name stands for a living person."""

from __future__ import annotations

from dataclasses import dataclass

from ..deputies import Level
from ..homes import NewPerson
from ..permissions import Role
from ..places import BodyKind
from ..staff import Post, Sex
from ..stations import Station

PASSWORD = "Yangli#2026"
STATION = Station(
    name="青溪镇人大代表联络站（样例）",
    place="青溪镇",
    congress="青溪镇人民代表大会",
    address="青溪镇政府大院东侧一楼",
    hotline="0797-5550126",
    fonds_number="0126",
)
PEOPLE = (
    NewPerson("王秀英", Post.HEAD, (Role.HEAD,), "wangxiuying", PASSWORD, Sex.FEMALE, "13800000001"),
    NewPerson("李建国", Post.VICE_HEAD, (Role.VICE_HEAD,), "lijianguo", PASSWORD, Sex.MALE, "13800000002"),
    NewPerson("周长福", Post.LIAISON_OFFICER, (Role.LIAISON_OFFICER,), "zhouchangfu", PASSWORD, Sex.MALE),
    NewPerson("刘㛃", Post.LIAISON_OFFICER, (Role.LIAISON_OFFICER,), "liujie", PASSWORD, Sex.FEMALE),
    NewPerson("陈䶮", Post.WORKER, (Role.ARCHIVIST, Role.FUND_CLERK), "chenyan", PASSWORD, Sex.MALE),
    NewPerson("吴小梅", Post.WORKER, (Role.ADMINISTRATOR,), "wuxiaomei", PASSWORD, Sex.FEMALE),
    NewPerson("郑国平", Post.WORKER, (Role.AUDITOR,), "zhengguoping", PASSWORD, Sex.MALE),
)
_VILLAGES = "石桥村 青溪村 桃源村 大塘村 松林村 白云村 长岭村 下湾村 柳树村 东山村 河口村 新华社区 文昌社区 南门社区"
VILLAGES = _VILLAGES.split()
BODIES = (
    ("青溪镇农业农村办公室", "农业农村办", BodyKind.DEPARTMENT),
    ("青溪镇村镇建设办公室", "村建办", BodyKind.DEPARTMENT),
    ("青溪镇社会事务办公室", "社会事务办", BodyKind.DEPARTMENT),
    ("青溪镇综合行政执法队", "执法队", BodyKind.DEPARTMENT),
    ("青溪镇应急管理所", "应急所", BodyKind.DEPARTMENT),
    ("青溪派出所", "派出所", BodyKind.DEPARTMENT),
    ("青溪供电所", "供电所", BodyKind.DEPARTMENT),
    ("青溪自来水厂", "水厂", BodyKind.DEPARTMENT),
    ("青溪中心卫生院", "卫生院", BodyKind.DEPARTMENT),
    ("青溪中心小学", "中心小学", BodyKind.DEPARTMENT),
    ("县交通运输局", "交通局", BodyKind.DEPARTMENT),
    ("县人大常委会代表工作委员会", "县人大代工委", BodyKind.SUPERIOR),
    ("石桥村村民委员会", "石桥村委会", BodyKind.VILLAGE),
)
DEPUTIES = (
    ("赵明山", Sex.MALE, (Level.TOWNSHIP,), "石桥村党支部书记"),
    ("孙丽华", Sex.FEMALE, (Level.COUNTY,), "青溪中心小学教师"),
    ("钱𠮷安", Sex.MALE, (Level.TOWNSHIP, Level.COUNTY), "青溪茶业合作社理事长"),
    ("马春生", Sex.MALE, (Level.TOWNSHIP,), "大塘村村民"),
    ("何玉兰", Sex.FEMALE, (Level.TOWNSHIP,), "青溪中心卫生院护士长"),
    ("冯德海", Sex.MALE, (Level.COUNTY,), "县供电公司青溪供电所所长"),
    ("徐𬴊", Sex.MALE, (Level.TOWNSHIP,), "松林村种粮大户"),
    ("谢桂芳", Sex.FEMALE, (Level.TOWNSHIP,), "文昌社区居民委员会主任"),
    ("罗志强", Sex.MALE, (Level.CITY,), "青溪竹木制品厂职工"),
    ("唐小燕", Sex.FEMALE, (Level.TOWNSHIP,), "桃源村妇联主席"),
)
OCCUPATIONS = ("村干部", "教师", "农民", "农民", "护士", "职工", "农民", "社区干部", "工人", "妇联干部")
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余于杜叶程苏魏吕丁沈任"
_GIVEN = (
    "建国 秀兰 志强 玉珍 桂英 德福 春梅 长根 水生 美华 小军 海燕 永平 翠花 金生 红霞 国庆 丽萍 大勇 冬梅"
    " 明亮 凤英 文斌 雪梅 家旺 𠮷祥 㛃 子涵 䶮 志𬴊 春生 兰香"
)
GIVEN = _GIVEN.split()
WAYS = ("请抓紧办理。", "请实地查看后答复反映人。", "请于期限内书面答复联络站。", "请会同有关单位研究办理。")


@dataclass(frozen=True)
class Topic:
    """One kind of matter: how it is told, who handles it, what is answered. `{place}` is the village."""

    title: str
    content: str
    request: str
    body: int
    answer: str
    words: str  # what a fitting category is called


TOPICS = (
    Topic(
        "{place}{n}组路灯损坏，晚上出行不便",
        "{place}{n}组从村口老槐树到水塘一段，路灯坏了{m}盏，快两个月了。老人孩子晚上出门看不清路，上月有人在水渠边摔伤。",
        "尽快修好路灯，并明确以后由谁维护。",
        1,
        "经实地查看，{m}盏路灯已于近日更换，今后由村委会每月巡查一次，损坏后三日内报修。",
        "公共设施",
    ),
    Topic(
        "{place}自来水时断时续",
        "{place}{n}组近一个月自来水经常停，停水前没有通知，{m}户人家要到邻组挑水，做饭洗衣都受影响。",
        "查明停水原因，恢复正常供水，停水提前通知。",
        7,
        "原因是加压泵老化，已更换水泵并清洗管道。今后计划停水提前一天在村民群里通知。",
        "供水",
    ),
    Topic(
        "{place}通村公路路面破损",
        "{place}到镇上的公路{m}处塌陷，下雨积水，校车和三轮车经过容易侧翻。村民自己填过碎石，管不了几天。",
        "把破损路段修补好，弯道处加装护栏。",
        10,
        "已列入今年农村公路养护计划，先行设置警示标志，预计两个月内完成路面修补和护栏安装。",
        "公路",
    ),
    Topic(
        "{place}垃圾清运不及时",
        "{place}垃圾池{m}天没有清运，夏天气味大、蚊蝇多，旁边就是水井，村民担心影响饮水。",
        "增加清运次数，垃圾池移到离水井远的地方。",
        3,
        "已督促保洁公司改为每两天清运一次，并在村东头选址新建垃圾收集点，原池清理后填平。",
        "环境",
    ),
    Topic(
        "{place}低压线路老化，用电不稳",
        "{place}{n}组线路用了二十多年，晚上用电高峰灯发暗，{m}户的电饭煲煮不熟饭，线杆有两根已经倾斜。",
        "改造线路，扶正或更换电杆。",
        6,
        "已扶正电杆两根，台区增容改造报县公司列入下批农网改造项目，完成时间另行告知。",
        "电力",
    ),
    Topic(
        "{place}水渠淤塞，稻田灌不上水",
        "{place}主水渠有{m}百米被泥沙堵住，下游{n}组的稻田插秧时灌不上水，村民轮流守水，容易起纠纷。",
        "清理水渠，修好渠首的闸门。",
        0,
        "水渠已组织机械清淤，渠首闸门已更换，并由村里确定一名管水员，负责统一放水。",
        "水利",
    ),
    Topic(
        "建议中心小学门口上下学时段疏导交通",
        "中心小学门口上下学时电动车、小货车挤在一起，{place}的家长每天接送要堵半个多小时，孩子从车缝里穿，很危险。",
        "上下学时段安排人疏导，划出接送等候区。",
        5,
        "已与学校商定错峰放学，派出所每天两个时段安排一名辅警值守，接送等候区标线已画好。",
        "交通",
    ),
    Topic(
        "{place}老人反映卫生室常缺常用药",
        "{place}卫生室降压药、降糖药经常没有，{m}位老人要走几里路到镇卫生院去配，来回车费不少。",
        "卫生室备足常用药，药品目录公开。",
        8,
        "卫生院已调整配送计划，常用药每周补货一次，目录已在卫生室上墙公布。",
        "医疗",
    ),
    Topic(
        "咨询{place}危房改造的申请条件",
        "{place}{n}组一位独居老人的土坯房后墙开裂，想申请危房改造，不清楚要什么条件、找哪里办。",
        "请告知申请条件和手续。",
        2,
        "已上门鉴定，符合条件，村里正帮助准备材料。申请条件、流程和联系电话已当面告知。",
        "住房",
    ),
    Topic(
        "{place}夜间施工噪声扰民",
        "{place}附近的工地连续{m}晚施工到十一点以后，机器声音很大，有孩子要中考，居民休息不好。",
        "晚上十点以后停止施工。",
        3,
        "执法队已现场责令改正，工地夜间十点后停止产生噪声的作业，另有抢工须提前公示。",
        "噪声",
    ),
    Topic(
        "{place}山塘缺少防护，有安全隐患",
        "{place}的山塘边没有护栏和警示牌，暑假常有孩子去玩水，去年发生过险情，离学校又近。",
        "加装护栏和警示牌，配救生圈。",
        4,
        "已在山塘四周设警示牌{m}块、配救生圈和竹竿，护栏由村里筹资修建，年底前完成。",
        "安全",
    ),
    Topic(
        "建议在{place}增设健身器材和老年活动场所",
        "{place}有六十岁以上老人{m}十多人，没有活动的地方，平时只能在路边坐着，车来车往不安全。",
        "利用旧村小改建活动室，安装几件健身器材。",
        2,
        "旧村小产权已理清，改建方案正在征求村民意见，健身器材已向县里申请。",
        "文化",
    ),
)
REFERRED = (
    "反映与邻居宅基地纠纷，已由法院受理",
    "{place}{n}组村民与邻居因宅基地边界争执多年，去年已起诉到县法院，现在正在审理，要求联络站出面裁决。",
)
ANSWERED = ("咨询城乡居民医保缴费时间", "{place}村民来站询问明年医保什么时候缴、在哪里缴、家里老人有没有减免。")
ANSWER = "缴费期到12月31日止，可在手机或村便民服务点缴纳；特困、低保等人员有资助，名单由社会事务办核定。当场已告知。"
