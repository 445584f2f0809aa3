//! What a field is, for a page that explains it: its name and the keys of its options.

use super::field::{Content, Field};
use super::keys::without_aliases;
use super::{Choice, Form, Label};

/// A field that is to be explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Its name in values and drafts.
    pub id: &'static str,
    /// Its name for people.
    pub label: Label,
    /// Its options, or the marks of its items.
    pub options: Vec<Choice>,
}

impl Form {
    /// Tells about the field with the cursor; `None` for a form without fields.
    pub fn subject(&self) -> Option<Subject> {
        self.fields.get(self.focus).map(Subject::of)
    }

    /// Tells about every field in which the cursor may stand at one time or another.
    pub fn subjects(&self) -> Vec<Subject> {
        let takes = |field: &&Field| !matches!(field.content, Content::Shown(_) | Content::Heading);
        self.fields.iter().filter(takes).map(Subject::of).collect()
    }
}

impl Subject {
    fn of(field: &Field) -> Subject {
        let label = field.name.clone().map_or(Label::Word(field.spec.label), Label::Text);
        let options = match &field.content {
            Content::One { options, .. } => options[..without_aliases(options)].to_vec(),
            Content::Some { options, .. } => options.clone(),
            Content::Marks(marks) => marks.picks().to_vec(),
            Content::Text(_) | Content::Toggle(_) | Content::Section(_) | Content::Shown(_) | Content::Heading => {
                Vec::new()
            }
        };
        Subject { id: field.spec.id, label, options }
    }
}
