"""What numbers count: by their clauses, and by parts of speech in texts that hold several."""

import subprocess
import sys
import tomllib
from decimal import Decimal

import pytest

from normalize import name_counted
from normalize.form import Form, Goal, Indicator
from normalize.values import counted_nouns
from normalize.values.quantity import find_quantities
from support.paths import TESTS

CLAUSES = """
年度签约1326户、拆房1201栋、动迁4252人|签约|拆房|动迁
完成了105个项目拆迁,腾地11876.45亩|项目|腾地
年度发布“征地公告”99宗、“征求意见稿”81宗、“实施公告”92宗|征地公告|征求意见稿|实施公告
完成项目征地补偿社会风险评估报告99宗|项目征地补偿社会风险评估报告
二是2020年新增纳入12539名社保对象,已缴付社保资金18.13亿元|社保对象|社保资金
实现社保人员纳入率、资金解缴率“双100%”|资金解缴率
当前享受该项政策14034人|该项政策
目前已去化98%|去化
购房均价 4960 元 / 平 ^m , 同时核发 8.8 万 元 / 人的团购房 补贴|购房均价|团购房补贴
我区有新增约 3000 名被征地农民 亟待办理参保手续|被征地农民
预算为 820 万，实际决算支出为 851.92 万|预算|决算支出
确保 2020 年度确保腾地达 8000 亩、力争达 10000 亩|腾地|腾地
1.完成基础设施维修改造31处,验收合格率100%|基础设施维修改造|验收合格率
2.开展业务培训9期,培训2011人次|业务培训|培训
全年收入总计2606万元,其中财政拨款收入625万元|收入|财政拨款收入
年末实有在职人员138人,离退休人员71人|在职人员|离退休人员
专项资金支付率达到88%以上,服务对象满意度达到95%以上|专项资金支付率|服务对象满意度
惠及群众4601人|群众
项目总投资不超过1742万元|项目总投资
三是出台管护办法9项,落实管护人员4名|管护办法|管护人员
人均增收426.4元|人均增收
较上年下降84%|下降
共计发放宣传册3000份|宣传册
新增5人|新增
5000亩造林|造林
3万贫困人口|贫困人口
投入300万元用于建设|投入
A4纸500张|纸
每亩300元|-
补贴标准为每人每月300元|补贴标准
“三公”经费支出10万元|“三公”经费支出
约束性指标3项,达标率≥90%|约束性指标|达标率
增加值增长6.5%左右|增加值增长
社会投诉次数≤2次/年|社会投诉次数
全年接待群众来访286批次,办结信访件312件|群众来访|信访件
新建农村公路46.8公里,改造危桥5座|农村公路|危桥
发放创业担保贷款1.26亿元,带动就业3560人|创业担保贷款|就业
完成高标准农田建设2.3万亩|高标准农田建设
购置检测设备24台(套)|检测设备
举办招聘会18场次,提供岗位6200个|招聘会|岗位
培训乡村医生420人次,合格率98.5%|乡村医生|合格率
清理河道垃圾1260吨|河道垃圾
创建省级文明村7个|省级文明村
受理法律援助案件873件|法律援助案件
为2300名老人提供居家养老服务|老人
全县森林覆盖率达到62.3%|森林覆盖率
新增城镇就业8600人,城镇登记失业率3.1%|城镇就业|城镇登记失业率
开展安全检查45次,排查隐患132处,整改率100%|安全检查|隐患|整改率
资助贫困学生1,254名|贫困学生
出动执法人员3600余人次|执法人员
拆除违章建筑12.6万平方米|违章建筑
印制宣传手册5万册|宣传手册
化解矛盾纠纷216起|矛盾纠纷
争取上级资金4380万元|上级资金
完成投资1.2亿元|投资
平均办理时限缩短至3个工作日|时限
群众满意度由88%提升到93%|群众满意度|-
补种树苗1.5万株,成活率92%|树苗|成活率
维修路灯320盏|路灯
建成充电桩60个|充电桩
减免税费2156万元|税费
采集样本1.2万份,检出不合格样品36份|样本|不合格样品
实施棚户区改造580户|棚户区改造
改扩建幼儿园4所,新增学位1080个|幼儿园|学位
≥95%|-
""".strip().splitlines()


@pytest.mark.parametrize("line", CLAUSES)
def test_the_clause_tells_what_is_counted(line):
    text, *expected = line.split("|")
    assert [quantity.what or "-" for quantity in find_quantities(text, "actual")] == expected


SENTENCES = """
三是区政府组织发放失地少地农民生活补助?5063.68万元,当前享受该项政策14034人|生活补助|政策
年度签约1326户、拆房1201栋、动迁4252人,完成了105个项目拆迁|签约|拆房|动迁|项目
2020年新增纳入12539名社保对象,已缴付社保资金18.13亿元|社保对象|社保资金
发布“征地公告”99宗、“征求意见稿”81宗|征地公告|征求意见稿
整改6个方面问题整改到位,去化98%|问题|去化
救助困难群众120人,清运生活垃圾3000吨|群众|垃圾
县财政局安排专项资金500万元,下达项目12个|资金|项目
组织志愿者服务活动12场,参与群众300人次|服务活动|群众
""".strip().splitlines()


@pytest.mark.parametrize("line", SENTENCES)
def test_tags_tell_what_is_counted(line):
    text, *expected = line.split("|")
    form = Form(1, "department", "", goals=(Goal(1, "", text, find_quantities(text, "actual")),))
    named = [quantity.what for quantity in name_counted(form).goals[0].quantities]
    assert all(what.endswith(noun) and len(what) <= 10 for what, noun in zip(named, expected, strict=True)), (
        named
    )


def test_naming_changes_only_what_in_texts_with_several_numbers():
    target, actual = "区政府组织发放补助5万元", "区政府组织发放补助5万元,享受政策3人"
    found = find_quantities(target, "target") + find_quantities(actual, "actual")
    form = Form(
        1, "department", "", indicators=(Indicator(1, target=target, actual=actual, quantities=found),)
    )
    named = name_counted(form).indicators[0].quantities
    assert named[0] is found[0]
    assert [quantity.what for quantity in named] == ["区政府组织发放补助", "补助", "政策"]
    assert [(quantity.text, quantity.value) for quantity in named[1:]] == [
        ("5万元", Decimal(5)),
        ("3人", Decimal(3)),
    ]


def test_the_cache_is_private(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = counted_nouns._cache_folder()
    assert folder == tmp_path / "hebiao"
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_cache_that_others_can_write_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (tmp_path / "hebiao").mkdir()
    (tmp_path / "hebiao").chmod(0o777)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    folder = counted_nouns._cache_folder()
    assert folder != tmp_path / "hebiao"
    assert folder.stat().st_mode & 0o777 == 0o700


def test_jieba_is_not_imported_before_it_is_used():
    program = "import sys, normalize.values.counted_nouns, normalize.values.quantity; sys.exit('jieba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


TRUTH = tomllib.loads((TESTS / "data" / "counted_nouns.toml").read_text(encoding="utf-8"))


def share_right(part, say):
    right = wanted = 0
    for sentence, truth in part.items():
        said = [quantity.what or "-" for quantity in say(sentence)]
        right += sum(one in accepted.split("/") for one, accepted in zip(said, truth, strict=False))
        wanted += len(truth)
    return right / wanted


def by_clause(sentence):
    return find_quantities(sentence, "actual")


def by_both(sentence):
    form = Form(1, "department", "", goals=(Goal(1, "", sentence, by_clause(sentence)),))
    return name_counted(form).goals[0].quantities


@pytest.mark.parametrize("sector", TRUTH)
def test_tags_make_no_sector_worse_than_the_clauses_alone(sector):
    assert share_right(TRUTH[sector], by_both) >= share_right(TRUTH[sector], by_clause)


def test_what_is_counted_is_what_a_reader_says():
    seen = {
        sentence: truth
        for sector, part in TRUTH.items()
        if sector != "unseen"
        for sentence, truth in part.items()
    }
    assert share_right(seen, by_both) >= 0.97
    assert share_right(TRUTH["unseen"], by_both) >= 0.63
    assert share_right(TRUTH["unseen"], by_clause) < 0.3  # verbs that no list holds are what the tags are for
