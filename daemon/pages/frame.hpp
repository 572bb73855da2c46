// What the pages have in common: who speaks, how times and promises read, and an update's text laid out.
#pragma once

#include "core/message/layout.hpp"
#include "core/promise.hpp"
#include "daemon/desk/dossier.hpp"
#include "daemon/pages/voice.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace candor::pages {

// Fills in what there is: a field that is empty skips its section.
void set(Filling& filling, const char* name, std::string text);
[[nodiscard]] Time to_minute(Time time);
void set_time(Filling& filling, const char* name, const char* machine, const std::optional<Time>& time, const Voice& voice);
// As it begins a sentence.
[[nodiscard]] std::string first_upper(std::string text);

// `root`: the way from the page to the root, "./" or "../".
void set_frame(Filling& filling, const desk::Setup& setup, std::string root, Time now);
// Minutes where they are whole, so that a promise is never read as earlier or later than it is.
void set_promise(Filling& filling, const std::optional<Time>& due, const desk::Setup& setup, Time now);
void set_ledger(Filling& filling, const PromiseTally& ledger, const Voice& voice);
// What an update said, without the title and the address that the page shows itself.
[[nodiscard]] FillingList said(std::string_view text, std::string_view title, std::string_view url);
// What its update at this place said.
[[nodiscard]] FillingList said_in(const desk::Dossier& dossier, std::size_t index, const desk::Setup& setup);
// When it began: a maintenance does when it begins, not when it is announced.
[[nodiscard]] Time began(const Record& record);
// Title, status, impact, components, times and the promises of an incident.
void set_standing(Filling& filling, const Record& record, const desk::Setup& setup);

}  // namespace candor::pages
