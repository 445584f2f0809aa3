//! What the codes of a complaint are called.

use crate::domain::complaint::raise::{Fault, Mood};
use crate::text::Words;

/// How the customer feels.
pub fn mood_word(words: &Words, mood: Mood) -> String {
    let key = match mood {
        Mood::Calm => "complaints-calm",
        Mood::Upset => "complaints-upset",
        Mood::Angry => "complaints-angry",
    };
    words.get(key).into_owned()
}

/// Whose fault it is.
pub fn fault_word(words: &Words, fault: Fault) -> String {
    let key = match fault {
        Fault::Shop => "complaints-fault-shop",
        Fault::Customer => "complaints-fault-customer",
        Fault::Both => "complaints-fault-both",
        Fault::ThirdParty => "complaints-fault-third",
        Fault::None => "complaints-fault-none",
    };
    words.get(key).into_owned()
}
