//! One whole sequence of bytes to one event, by the parser library. The only file that names it.

use termina::Parser;
use termina::event::{Event as Parsed, KeyCode, KeyEvent, KeyEventKind, Modifiers};

use super::{Code, Event, Key};

/// Decodes one whole sequence; answers of the terminal, mouse reports and what nobody knows give nothing.
///
/// Nothing is kept from one to the next: a sequence that the library cuts otherwise than we do must not leave anything
/// behind that the next key would be taken for, and is no key itself.
pub fn decode(sequence: &[u8]) -> Option<Event> {
    let mut parser = Parser::default();
    parser.parse(sequence, false);
    let parsed = parser.pop()?;
    if parser.pop().is_some() {
        return None;
    }
    match parsed {
        Parsed::Key(key) => key_of(key).map(Event::Key),
        Parsed::FocusIn => Some(Event::Focus(true)),
        Parsed::FocusOut => Some(Event::Focus(false)),
        Parsed::Mouse(_) | Parsed::WindowResized(_) | Parsed::Paste(_) => None,
        Parsed::Csi(_) | Parsed::Osc(_) | Parsed::Dcs(_) => None,
    }
}

fn key_of(event: KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release || event.modifiers.intersects(Modifiers::SUPER | Modifiers::HYPER) {
        return None;
    }
    let mut key = Key {
        code: code_of(event.code)?,
        ctrl: event.modifiers.contains(Modifiers::CONTROL),
        alt: event.modifiers.intersects(Modifiers::ALT | Modifiers::META),
        shift: event.modifiers.contains(Modifiers::SHIFT) || event.code == KeyCode::BackTab,
    };
    if let Code::Char(c) = key.code {
        // Newer protocols send the letter and the shift apart.
        let shifted = key.shift && c.is_ascii_lowercase();
        key.code = Code::Char(if shifted { c.to_ascii_uppercase() } else { c });
        key.shift = false;
    }
    // Many terminals send it for Backspace, and none has another key for it.
    if key == Key::ctrl('h') {
        key = Key::plain(Code::Backspace);
    }
    Some(key)
}

fn code_of(code: KeyCode) -> Option<Code> {
    Some(match code {
        KeyCode::Char(c) if !c.is_control() => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Tab | KeyCode::BackTab => Code::Tab,
        KeyCode::Escape => Code::Esc,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::Insert => Code::Insert,
        KeyCode::Delete => Code::Delete,
        KeyCode::Function(number) => Code::F(number),
        // The keys beside the letters that ask for nothing here.
        KeyCode::Char(_)
        | KeyCode::KeypadBegin
        | KeyCode::CapsLock
        | KeyCode::ScrollLock
        | KeyCode::NumLock
        | KeyCode::PrintScreen
        | KeyCode::Pause
        | KeyCode::Menu
        | KeyCode::Null
        | KeyCode::Modifier(_)
        | KeyCode::Media(_) => return None,
    })
}
