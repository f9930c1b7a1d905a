"""What somebody typed is there when they come back; what they sent is not sent again by going back."""

from shanzhi.matters.models import Matter


def typed(page, text="三楼的灯坏了"):
    page.goto("/open/appeal")
    page.get_by_label("什么事").fill(text)


def test_leaving_a_form_loses_nothing_and_it_can_be_emptied(town, enter):
    page = enter("resident")
    typed(page)
    page.goto("/mine")
    page.goto("/open/appeal")
    page.locator("[data-draft=typed]").wait_for()
    assert page.get_by_label("什么事").input_value() == "三楼的灯坏了"
    page.get_by_role("button", name="清空").click()
    assert page.get_by_label("什么事").input_value() == ""
    page.goto("/open/appeal")
    assert page.get_by_label("什么事").input_value() == ""


def test_a_form_that_came_back_keeps_its_words_and_a_sent_one_leaves_none(town, enter):
    page = enter("resident")
    typed(page)
    page.get_by_label("什么事").fill("灯")
    page.get_by_role("button", name="提交").click()
    assert page.locator("[aria-invalid]").count() == 1
    assert page.get_by_label("什么事").input_value() == "灯"
    page.get_by_label("什么事").fill("三楼的灯坏了")
    page.get_by_role("button", name="提交").click()
    page.wait_for_url("**/matters/*")
    page.goto("/open/appeal")
    assert page.get_by_label("什么事").input_value() == ""
    assert Matter.objects.count() == 1


def test_going_back_after_sending_sends_nothing_again(town, enter):
    page = enter("resident")
    typed(page)
    page.get_by_role("button", name="提交").click()
    page.wait_for_url("**/matters/*")
    page.go_back()
    page.wait_for_url("**/open/appeal")
    page.locator("[data-draft=sent]").wait_for()
    assert page.get_by_label("什么事").input_value() == ""
    page.get_by_role("button", name="提交").click()
    assert page.locator("[aria-invalid]").count() == 1, "an empty form is no report"
    assert Matter.objects.count() == 1


def test_going_back_to_a_form_with_a_remark_is_not_told_as_no_signal(town, enter):
    page = enter("resident", service_workers="allow")
    page.goto("/open/appeal")
    page.evaluate("navigator.serviceWorker.ready")
    page.goto("/open/appeal")
    page.get_by_label("什么事").fill("灯")
    page.get_by_role("button", name="提交").click()
    page.locator("[aria-invalid]").wait_for()
    page.goto("/mine")
    page.go_back()
    page.wait_for_url("**/open/appeal")
    assert page.get_by_label("什么事").count() == 1
    assert "没有信号" not in page.locator("main").inner_text()
    assert Matter.objects.count() == 0


def test_signing_out_leaves_nothing_on_the_device(town, enter):
    page = enter("resident")
    typed(page)
    page.goto("/account")
    page.get_by_role("button", name="退出登录", exact=True).click()
    page.wait_for_url("**/sign-in")
    assert page.evaluate("localStorage.getItem('shanzhi.drafts')") is None


def test_what_was_refused_since_somebody_signed_in_again_is_still_there(town, enter):
    page = enter("resident")
    typed(page)
    page.evaluate("document.querySelector('#form [name=csrfmiddlewaretoken]').value = 'x'.repeat(64)")
    page.get_by_role("button", name="提交").click()
    page.locator("[data-draft=unsent]").wait_for()
    page.goto("/open/appeal")
    page.locator("[data-draft=typed]").wait_for()
    assert page.get_by_label("什么事").input_value() == "三楼的灯坏了"
    assert Matter.objects.count() == 0
