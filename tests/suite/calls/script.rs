//! The script follows what is asked, in both languages, with names filled in (feature 44).

use shopdesk::text::Lang;
use shopdesk::tui::screen::call::CallLane;

use super::{lane, shop_with_calls};

#[test]
fn feature_44_the_line_to_say_follows_the_field_in_focus() {
    let (shop, calls) = shop_with_calls(1);
    let mut lane = lane(&shop, &calls[0]);
    let steps = [
        ("", "done on your VW Passat here on Monday", "我是Hongqiao"),
        ("c", "When may I call you again?", "您什么时候方便"),
        ("esc esc 5", "I have the wrong number", "对不起，打错了"),
        ("esc enter", "?", "？"),
        ("*", "the same for all of them?", "每一项都一样"),
        ("5 g 7 2", "What was it about Price", "这一项，您主要是哪里不满意"),
        ("1 a", "Is there anything else", "您还有什么要对我们说的吗"),
        ("x enter", "praise, a suggestion or a complaint?", "这算是表扬、建议，还是投诉"),
        ("2", "Thank you for giving us your valued opinion.", "谢谢您给我们提出了宝贵意见"),
    ];
    for (keys, en, zh) in steps {
        if !keys.is_empty() {
            shop.press(&mut lane, keys);
        }
        for (lang, said) in [(Lang::En, en), (Lang::Zh, zh)] {
            let shown = shop.draw(lang, 120, 36, &lane);
            assert!(shown.contains(said), "after {keys}: {shown}");
        }
    }
}

#[test]
fn nobody_says_goodbye_while_an_item_is_gone_to() {
    let (shop, calls) = shop_with_calls(1);
    let mut lane = lane(&shop, &calls[0]);
    let goodbye = |lane: &CallLane| shop.draw(Lang::En, 80, 24, lane).contains("Goodbye");
    shop.press(&mut lane, "enter * 5");
    assert!(goodbye(&lane));
    shop.press(&mut lane, "g 4");
    let shown = shop.draw(Lang::En, 80, 24, &lane);
    assert!(!goodbye(&lane) && shown.contains("How satisfied are you"), "{shown}");
    shop.press(&mut lane, "4");
    let shown = shop.draw(Lang::En, 80, 24, &lane);
    assert!(goodbye(&lane) && shown.contains("with exceptions"), "{shown}");
}
