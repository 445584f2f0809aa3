//! What a key can ask for, whatever the key is. Closed: a screen answers to these and to nothing else.

use serde::{Deserialize, Serialize};

/// A wish of the person at the keys. Its name in `keymap.toml` is the kebab-case form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    // Places.
    /// Shows the board.
    GoBoard,
    /// Shows the follow-up calls.
    GoCalls,
    /// Shows the complaints.
    GoComplaints,
    /// Shows the scores.
    GoScores,
    /// Shows the corrective actions.
    GoImprovement,

    // From anywhere.
    /// Takes the commonest next step; in a form, accepts the field.
    Next,
    /// Goes back, losing nothing.
    Back,
    /// Finds a car, an order or a person.
    Find,
    /// Starts a new order.
    NewOrder,
    /// Records a complaint.
    Complaint,
    /// Shows the keys that work here.
    Keys,
    /// Lists every command by name.
    Palette,
    /// Shows the flow of a visit and the prices of the menu.
    Prices,
    /// Switches between Chinese and English.
    Language,
    /// Lets another person take over the counter.
    SwitchPerson,
    /// Chooses one's own PIN.
    SetPin,
    /// Locks the screen.
    Lock,
    /// Leaves the desk.
    Leave,

    // Moving about.
    /// Moves one row up.
    Up,
    /// Moves one row down.
    Down,
    /// Moves left: the column, the day or the choice before.
    Left,
    /// Moves right: the column, the day or the choice after.
    Right,
    /// Moves a screenful up.
    PageUp,
    /// Moves a screenful down.
    PageDown,
    /// Moves to the first row.
    First,
    /// Moves to the last row.
    Last,
    /// Goes to the next field.
    NextField,
    /// Goes to the field before.
    PreviousField,

    // On a record.
    /// Opens the record under the cursor, or closes it again.
    Open,
    /// Marks the row for a command on several.
    Mark,
    /// Does one thing on all rows that are marked.
    Several,
    /// Takes back the newest action.
    Undo,
    /// Tells the customer that the car is ready.
    Ready,
    /// Stops the work with a code.
    Stop,
    /// Moves the promised time.
    Promise,
    /// Takes down what was found.
    Finding,
    /// Takes down what the customer says to the lines of the quote.
    Consent,
    /// Shows the versions of the estimate.
    Versions,
    /// Signs the contract, or changes the one in force.
    Contract,
    /// Applies for a trip to the customer.
    Trip,
    /// Notes how far the claim against a warranty or an insurer is.
    Claim,
    /// Confirms a visit that is over for the after-sales department.
    ConfirmVisit,
    /// Raises the authorised ceiling.
    Ceiling,
    /// Cancels the order.
    Cancel,
    /// Hands the car to the workshop.
    Workshop,
    /// Fills in the checklist of the counter.
    Checklist,
    /// Prints.
    Print,
    /// Takes a line off the quote.
    DropLine,
    /// Adds a line, an entry or a record.
    Add,
    /// Changes the record under the cursor.
    Edit,
    /// Shows what happened so far.
    History,
    /// Shows the card of the vehicle.
    Vehicle,
    /// Explains why this is late or red.
    Why,
    /// Shows only what is mine, then all again.
    Filter,
    /// Shows the customer's file.
    Customer,
    /// Records the shop's own fault on an order.
    Fault,
    /// Orders a part for the customer.
    Part,
    /// Takes the next step of a part on order.
    PartStep,
    /// Takes down what the customer asks for, or the answer to it; on the board, lists what waits for one.
    Request,
    /// Ticks a special requirement on an order; elsewhere, notes a new one.
    Requirement,
    /// Says that another file is of the same person or car.
    Merge,
    /// Takes merged files apart again.
    Separate,

    // In forms.
    /// Saves from any field.
    Save,
    /// Gives up the draft that came back.
    Discard,
    /// Goes on with the next draft of the same form, after the last one with an empty form.
    NextDraft,
    /// Asks when the fault shows, in a form that can.
    Symptoms,
    /// Takes down the joint inspection, in a form that can.
    Inspection,
    /// Takes down what else there is to a visit, in a form that can.
    Visit,
    /// Says that the last repair did not hold, in a form that asks.
    Comeback,

    // Follow-up calls.
    /// Takes up the call that tells a customer what was done.
    CallCustomer,
    /// Notes a time at which to call back.
    CallBack,
    /// Nobody answered.
    NoAnswer,
    /// The line was busy.
    Busy,
    /// A machine answered.
    Voicemail,
    /// The telephone was switched off.
    SwitchedOff,
    /// The number is not this person's.
    WrongNumber,
    /// The customer would not talk.
    Refused,
    /// The customer does not want to be called any more.
    DoNotCall,
    /// Gives the lowest grade.
    Grade1,
    /// Gives the second grade.
    Grade2,
    /// Gives the third grade.
    Grade3,
    /// Gives the fourth grade.
    Grade4,
    /// Gives the fifth grade.
    Grade5,
    /// Gives the sixth grade, where a scheme has it.
    Grade6,
    /// Gives the seventh grade, where a scheme has it.
    Grade7,
    /// Notes that the question does not apply.
    GradeNone,
    /// Gives the next grade to every item.
    GradeAll,
    /// Goes to the item whose number follows.
    GoToItem,

    // A customer's file.
    /// Shows a phone number whole.
    Reveal,

    // Complaints.
    /// Lists complaints about the same car, part, technician or cause.
    Repeats,
    // Improvement.
    /// Shows the project that a corrective action belongs to.
    Project,
    // Campaigns and the year's plan.
    /// Evaluates a campaign before its time is over.
    Evaluate,
    /// Notes visits to customers and events.
    Outreach,

    // Scores.
    /// Groups by advisor, technician, month and so on.
    GroupBy,
    /// Shows which promises were kept, and which repairs held.
    Kept,
    /// Chooses the period.
    Period,
    /// Chooses a second scheme for the same answers.
    Compare,
}

/// A step through rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// A screenful up.
    PageUp,
    /// A screenful down.
    PageDown,
    /// To the first row.
    First,
    /// To the last row.
    Last,
}

impl Step {
    /// Returns the row that the step leads to, of `count` rows of which `page` are seen at once.
    pub fn from(self, row: usize, count: usize, page: usize) -> usize {
        let page = page.max(2) - 1;
        let row = match self {
            Step::Up => row.saturating_sub(1),
            Step::Down => row + 1,
            Step::PageUp => row.saturating_sub(page),
            Step::PageDown => row + page,
            Step::First => 0,
            Step::Last => count,
        };
        row.min(count.saturating_sub(1))
    }
}

impl Action {
    /// Returns the step that a moving action takes through rows.
    pub fn step(self) -> Option<Step> {
        const STEPS: [(Action, Step); 6] = [
            (Action::Up, Step::Up),
            (Action::Down, Step::Down),
            (Action::PageUp, Step::PageUp),
            (Action::PageDown, Step::PageDown),
            (Action::First, Step::First),
            (Action::Last, Step::Last),
        ];
        STEPS.iter().find(|(action, _)| *action == self).map(|(_, step)| *step)
    }

    /// Returns the grade that a grading action gives, where a 7 is the best of seven.
    pub fn grade(self) -> Option<u8> {
        const GRADES: [(Action, u8); 7] = [
            (Action::Grade1, 1),
            (Action::Grade2, 2),
            (Action::Grade3, 3),
            (Action::Grade4, 4),
            (Action::Grade5, 5),
            (Action::Grade6, 6),
            (Action::Grade7, 7),
        ];
        GRADES.iter().find(|(action, _)| *action == self).map(|(_, grade)| *grade)
    }
}
