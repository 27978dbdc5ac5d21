"""What numbers count: by their clauses, and by parts of speech in texts that hold several."""

import subprocess
import sys
from decimal import Decimal

import pytest

from normalize import counted
from normalize.counted import name_counted
from normalize.form import Form, Goal, Indicator
from normalize.quantity import quantities

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
≥95%|-
""".strip().splitlines()


@pytest.mark.parametrize("line", CLAUSES)
def test_the_clause_tells_what_is_counted(line):
    text, *expected = line.split("|")
    assert [quantity.what or "-" for quantity in quantities(text, "actual")] == expected


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
    form = Form(1, "department", "", goals=(Goal(1, "", text, quantities(text, "actual")),))
    named = [quantity.what for quantity in name_counted(form).goals[0].quantities]
    assert all(what.endswith(noun) and len(what) <= 10 for what, noun in zip(named, expected, strict=True)), named


def test_naming_changes_only_what_in_texts_with_several_numbers():
    target, actual = "区政府组织发放补助5万元", "区政府组织发放补助5万元,享受政策3人"
    found = quantities(target, "target") + quantities(actual, "actual")
    form = Form(1, "department", "", indicators=(Indicator(1, target=target, actual=actual, quantities=found),))
    named = name_counted(form).indicators[0].quantities
    assert named[0] is found[0]
    assert [quantity.what for quantity in named] == ["区政府组织发放补助", "补助", "政策"]
    assert [(quantity.text, quantity.value) for quantity in named[1:]] == [("5万元", Decimal(5)), ("3人", Decimal(3))]


def test_the_cache_is_private(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = counted._cache_folder()
    assert folder == tmp_path / "hebiao"
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_cache_that_others_can_write_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (tmp_path / "hebiao").mkdir()
    (tmp_path / "hebiao").chmod(0o777)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    folder = counted._cache_folder()
    assert folder != tmp_path / "hebiao"
    assert folder.stat().st_mode & 0o777 == 0o700


def test_jieba_is_not_imported_before_it_is_used():
    program = "import sys, normalize.counted, normalize.quantity; sys.exit('jieba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
