// Those whom an operator subscribes: one at a time, or as the rows of a table. Pure. What makes that right is the operator's to
// say, and is kept beside the address (`basis`); an address that has left, or that refuses mail, is never brought back this way.
#pragma once

#include "core/csv.hpp"
#include "core/subscriber/subscriber.hpp"

#include <functional>
#include <map>
#include <variant>

namespace candor {

// As it was written, by column or field.
struct Entry {
    std::string address;
    std::string language;    // empty: the page's
    std::string components;  // ids between spaces, commas or semicolons; empty: all
    std::string incident;    // empty: all
    std::string updates;     // every, digest, milestones; empty: every
    std::string quiet;       // 22:00-07:00
    std::string time_zone;
    std::string basis;
    std::string state;       // as an export writes it; empty: active
    std::string kind;        // mail or webhook; empty: by the address
    std::string format;      // of a webhook: candor or statuspage; empty: candor
    std::string contact;     // of a webhook: a mail address that is told when it is put aside; may be empty
    std::string id;          // of a webhook that an export wrote: it keeps it, and with the same key of links its secret
};

struct EntryRules {
    std::vector<std::string> languages;   // that may be asked for
    std::string language;                 // where none is
    std::vector<ComponentId> components;  // that there are
    std::function<bool(std::string_view)> zone_exists;
    std::function<Result<void>(std::string_view)> endpoint;  // may this URL be written to? empty: no webhook is taken
    std::string added_by;
    Time now{};
};

inline constexpr std::size_t longest_basis = 200;  // characters

// Errors: invalid_argument, with the field. `id`: of a new one.
[[nodiscard]] Result<Subscriber> subscriber_of(const Entry& entry, SubscriberId id, const EntryRules& rules);
// What they want, as its fields say; the address is left alone. Errors as above.
[[nodiscard]] Result<Wish> wish_of(const Entry& entry, const EntryRules& rules);

enum class Entered { added, confirmed, known };  // new; had not confirmed; hears already, and is left as they are
// An entry for an address that may be known. Errors: wrong_state: they left, or their address refuses mail.
struct EnteredSubscriber {
    Entered what = Entered::added;
    Subscriber subscriber;
};
[[nodiscard]] Result<EnteredSubscriber> entered(const std::optional<Subscriber>& known, const Subscriber& asked, Time now);

// The columns of a table, from its first row. Any order; those that an export has besides are passed over.
class EntryTable {
public:
    // Errors: invalid_argument: a column is not known, stands twice, or "address" (also: "email") is missing.
    [[nodiscard]] static Result<EntryTable> of(const std::vector<std::string>& header);
    // Errors: invalid_argument: it has another number of fields.
    [[nodiscard]] Result<Entry> entry(const std::vector<std::string>& fields) const;

private:
    std::vector<std::string Entry::*> columns_;  // nullptr: passed over
};

// The first row of an export, and each other one.
[[nodiscard]] std::vector<std::string> entry_header();
[[nodiscard]] std::vector<std::string> entry_row(const Subscriber& subscriber);

}  // namespace candor
