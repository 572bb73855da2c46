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

using Command = std::variant<Declare, RecordFacts, RetractFact, Publish, Tick, Assign, Resolve, Withdraw, Approve, Refuse>;

}  // namespace candor
