// What a person or the clock may ask of an incident. decide() turns one into events, or refuses it with a reason.
#pragma once

#include "core/incident/event.hpp"

namespace candor {

// A fact as it is entered: id, time and author are given by decide().
struct NewFact {
    FactBody body;
    Confidence confidence = Confidence::confirmed;
    std::optional<FactId> replaces;
};

struct Declare {
    IncidentId id;
    std::string title;
    std::vector<ComponentId> components;
    Impact impact = Impact::minor;
    Origin origin = Origin::staff;
    std::string owner;
    std::string deputy;
    std::vector<NewFact> facts;  // what is known already
    RecordKind kind = RecordKind::incident;
    std::optional<Customer> customer = {};  // of a case
    std::string address = {};               // of a case: where its mails go; never part of an event
    std::optional<Window> window = {};      // of a maintenance
};

struct RecordFacts {
    std::vector<NewFact> facts;
};

struct RetractFact {
    FactId fact;
    std::string reason;
};

// A person's update: now, to every audience. Facts given here are recorded with it.
struct Publish {
    std::string words;
    std::vector<NewFact> facts;
    std::optional<Status> status;  // investigating, identified or monitoring
    std::optional<Impact> impact;
    std::optional<UpdateId> corrects;  // makes it a correction; `words` says what was wrong
    std::string because = {};          // why to say the words though a rule of the honesty check finds fault with them
    std::string ask = {};              // a class of the plan that is to see the words first; empty: as the plan's terms say
};

// The clock has reached a promised time.
struct Tick {};

struct Assign {
    std::string owner;
    std::string deputy;
    std::string note;
};

struct Resolve {
    std::string words;
    std::vector<NewFact> facts;  // a verification that passed must be among these or on the record
    std::string because = {};    // as in Publish
    std::int64_t reports = 0;    // of customers that came in lately, as the desk counts them: resolving needs a reason then
    std::string no_remedy = {};  // why nothing is given for it; empty: not said
    std::string ask = {};        // as in Publish
};

struct Withdraw {
    std::string reason;
};

// A second person lets the words be said that a rule blocks, or does not.
struct Approve {
    ApprovalId approval;
};
struct Refuse {
    ApprovalId approval;
    std::string reason;
};

// An answer to somebody, by a time.
struct MakePromise {
    std::string text;
    std::string to;     // whom; may be empty: all who are affected
    std::string owner;  // empty: the incident's
    Time due{};
};
struct KeepPromise {
    PromiseId promise;
    std::string note;  // how; may be empty
};
struct BreakPromise {
    PromiseId promise;
    std::string reason;
};

// It is not over after all, or it is back: the clock runs again, and all who were told hear it.
struct Reopen {
    std::string words;
    std::vector<NewFact> facts;
    std::string because = {};
    std::string ask = {};  // as in Publish
};

// What happened, why, and what changes, told to all who heard of it.
struct PublishReview {
    std::string words;
    std::vector<NewFact> facts;
    std::string because = {};
    std::string ask = {};  // as in Publish
};

// A maintenance begins.
struct Start {
    std::string words;  // may be empty
    std::vector<NewFact> facts;
};

// Its work is done, and is being checked.
struct Verify {
    std::string words;  // may be empty
    std::vector<NewFact> facts;
};

// It is over: a check has passed.
struct Complete {
    std::string words;  // may be empty
    std::vector<NewFact> facts;
};

// It takes place at another time.
struct MoveTo {
    Window window;
    std::string reason;
};

// The loop is closed: nothing is pending, nothing unfulfilled.
struct Close {
    std::int64_t deliveries = 0;  // that have not reached an end state, as the desk counts them
};

// Something for one customer, or for everybody who is affected.
struct GrantRemedy {
    std::string remedy;         // its id in the catalogue
    std::string to;             // the customer's reference
    bool everyone = false;      // instead
    std::string role;           // for whom the giver acts, who is not in the plan by name
    std::string owner;          // who sees to it; empty: the giver where it is made by hand, else the incident's owner
    std::optional<Time> due;    // none: in a week
    std::string reason;         // needed over a cap
    std::string key;
};
// A second person's answer.
struct ApproveRemedy {
    GrantId grant;
};
struct RefuseRemedy {
    GrantId grant;
    std::string reason;
};
struct FulfilRemedy {
    GrantId grant;
    std::string note;  // may be empty
};
struct DeclineRemedies {
    std::string reason;
};

// The people on duty have to hear of this. Nothing happens while they have not answered the last of the kind.
struct RaiseAlarm {
    AlarmKind kind = AlarmKind::reports;
    std::string text;
};

// The answer to a reminder: nothing is new.
struct Acknowledge {
    std::string note;  // may be empty
};

// Looked at again after the end. Where it fails, opening it again is proposed.
struct Recheck {
    std::string method;
    bool passed = true;
};
struct ProposeReopening {
    std::string reason;
};
struct DismissReopening {
    std::string reason;
};

// Something for customers to choose from: what the plan has, by number, and a person's own words.
struct OfferOptions {
    std::vector<std::int64_t> numbers;
    std::vector<std::string> words;
};
struct WithdrawOption {
    std::int64_t number = 0;
    std::string reason;
};

using Command = std::variant<Declare, RecordFacts, RetractFact, Publish, Tick, Assign, Resolve, Withdraw, Approve, Refuse,
                             MakePromise, KeepPromise, BreakPromise, Reopen, PublishReview, Start, Verify, Complete, MoveTo, Close,
                             RaiseAlarm, Acknowledge, Recheck, ProposeReopening, DismissReopening, GrantRemedy, ApproveRemedy, RefuseRemedy,
                             FulfilRemedy, DeclineRemedies, OfferOptions, WithdrawOption>;

}  // namespace candor
