//! What the shop does for a customer beside the repair: special requirements, what they ask for, one file instead of two,
//! word that the car is ready, online requests, and making good what it did wrong.

use super::calendar::MINUTE;
use super::shop::Shop;
use crate::desk::DeskError;
use crate::domain::complaint::raise::Category;
use crate::domain::customer::Segment;
use crate::domain::customer::add::AddCustomer;
use crate::domain::customer::merge::MergeCustomers;
use crate::domain::online::take::TakeOnline;
use crate::domain::order::consent::How;
use crate::domain::order::fault::NoteFault;
use crate::domain::order::ready::{PACK, TellReady};
use crate::domain::order::request::{AnswerRequest, NoteRequest};
use crate::domain::order::tick::TickRequirement;
use crate::domain::requirement::note::NoteRequirement;
use crate::domain::requirement::review::ReviewRequirement;
use crate::domain::{Command, CustomerId, Money, RequirementId, StaffId};

impl Shop<'_> {
    /// The owner of a car asks something of every visit, and the department that has to do it looks at that.
    ///
    /// # Errors
    /// A command came to nothing, here and below.
    pub fn require(&mut self, ms: i64, car: usize, by: &StaffId) -> Result<(), DeskError> {
        let owner = self.cars[car].owner;
        let Some(customer) = self.customers[owner].id.as_deref().map(CustomerId::new) else { return Ok(()) };
        let wish = self.extra.pick(&self.tables.service.requirement);
        let id = self.numbers.plain("S");
        let note = NoteRequirement {
            customer: Some(customer),
            vehicle: None,
            text: wish.text.clone(),
            department: Some(wish.department.clone()),
            identified_by: None,
            identified: None,
        };
        let at = self.calendar.stamp(ms);
        self.pipe.send_expecting(by, at, Command::NoteRequirement(note), Some(id.clone()))?;
        let requirement = RequirementId::new(id);
        self.customers[owner].requirement = Some(requirement.clone());
        let review = ReviewRequirement {
            requirement,
            department: wish.department.clone(),
            accepted: true,
            remark: Some(wish.remark.clone()),
            reviewer: None,
        };
        let reviewer = self.crew.quality.clone();
        self.send(&reviewer, ms, Command::ReviewRequirement(review))
    }

    /// Ticks the requirement of the customer as carried out, before the car is given back.
    pub fn tick(&mut self, ms: i64, visit: usize) -> Result<(), DeskError> {
        let owner = self.cars[self.visits[visit].car].owner;
        let Some(requirement) = self.customers[owner].requirement.clone() else { return Ok(()) };
        let order = self.visits[visit].order.clone();
        self.send(
            &self.advisor(visit),
            ms,
            Command::TickRequirement(TickRequirement { order, requirement, done: None }),
        )
    }

    /// The customer asks for something.
    pub fn ask(&mut self, ms: i64, visit: usize) -> Result<(), DeskError> {
        let place = self.extra.below(self.tables.service.request.len());
        self.visits[visit].request = Some(place);
        let request = self.tables.service.request[place].words.clone();
        let order = self.visits[visit].order.clone();
        self.send(&self.advisor(visit), ms, Command::NoteRequest(NoteRequest { order, request }))
    }

    /// What they asked for is answered.
    pub fn answer(&mut self, ms: i64, visit: usize) -> Result<(), DeskError> {
        let Some(place) = self.visits[visit].request.take() else { return Ok(()) };
        let answer = self.tables.service.request[place].answer.clone();
        let order = self.visits[visit].order.clone();
        self.send(&self.advisor(visit), ms, Command::AnswerRequest(AnswerRequest { order, number: None, answer }))
    }

    /// Somebody opened a second file for a customer with an old phone number; now they are one.
    pub fn merge(&mut self, ms: i64, visit: usize) -> Result<(), DeskError> {
        let customer = &self.customers[self.cars[self.visits[visit].car].owner];
        let Some(keep) = customer.id.as_deref().map(CustomerId::new) else { return Ok(()) };
        let name = customer.name.clone();
        let phone = Some(self.spare_phone());
        let (by, at, second) = (self.advisor(visit), self.calendar.stamp(ms), self.numbers.plain("C"));
        let command = AddCustomer { name, phone, segment: Segment::default() };
        self.pipe.send_expecting(&by, at, Command::AddCustomer(command), Some(second.clone()))?;
        let merged = CustomerId::new(second);
        self.send(&by, ms, Command::MergeCustomers(MergeCustomers { keep, merged }))
    }

    /// The customer is told that the car is ready; the papers lie there.
    pub fn tell_ready(&mut self, ms: i64, visit: usize) -> Result<(), DeskError> {
        let rules = self.pipe.rules();
        let list = rules.intake.checklists.iter().find(|list| list.id == PACK);
        let pack = list.iter().flat_map(|list| list.items()).map(|item| item.id.clone()).collect();
        let how = *self.extra.pick(&[How::Phone, How::Message]);
        let order = self.visits[visit].order.clone();
        self.send(&self.advisor(visit), ms, Command::TellReady(TellReady { order, how, reached: None, pack }))
    }

    /// Somebody asks over the web form.
    pub fn take_online(&mut self, ms: i64, place: usize) -> Result<(), DeskError> {
        let asked = &self.tables.service.online[place];
        let car = self.cars.iter().find(|car| asked.known && car.since.is_some() && !car.here);
        let owner = car.map(|car| &self.customers[car.owner]).map(|owner| (owner.name.clone(), owner.phone.clone()));
        let plate = car.map(|car| car.plate.clone());
        let (name, phone) = owner.unzip();
        let command = TakeOnline {
            phone: phone.unwrap_or_else(|| self.spare_phone()),
            says: asked.says.clone(),
            plate,
            name: name.or_else(|| asked.name.clone()),
            wished: Some(asked.wished.clone()),
            file: None,
            sent: None,
        };
        let by = self.crew.advisors[0].clone();
        self.send(&by, ms, Command::TakeOnline(command))
    }

    /// The shop was at fault, and gives the customer something for it. The owner answers for what is dear.
    pub fn make_good(&mut self, ms: i64, visit: usize, about: Category) -> Result<(), DeskError> {
        let Some(wrong) = self.tables.service.fault.iter().find(|fault| fault.about == about) else { return Ok(()) };
        let command = NoteFault {
            order: self.visits[visit].order.clone(),
            number: None,
            process: wrong.process,
            wrong: wrong.wrong.clone(),
            remedy: wrong.remedy,
            cost: Money::fen(wrong.cost * 100),
            approved_by: Some(self.crew.advisors[0].clone()),
        };
        let by = self.crew.quality.clone();
        self.send(&by, ms, Command::NoteFault(command))
    }

    /// A phone number of nobody else.
    fn spare_phone(&mut self) -> String {
        self.town.phone()
    }

    /// Plans the online requests that wait at the end.
    pub fn plan_online(&mut self) {
        for place in 0..self.tables.service.online.len() {
            let at = self.calendar.now - self.tables.service.online[place].ago * MINUTE;
            self.at(at, super::shop::Happening::Online(place));
        }
    }
}
