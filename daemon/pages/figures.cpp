#include "daemon/pages/figures.hpp"

#include "daemon/pages/frame.hpp"

#include <cmath>
#include <fmt/format.h>

namespace candor::pages {

namespace {

std::string words_of(std::string_view metric, const review::Figure& figure, const Voice& voice) {
    const auto length = [&](double seconds) { return voice.duration(Duration(std::llround(std::abs(seconds) * 1000))); };
    const auto yes_or_no = [&](double value) { return voice.text(value == 1 ? PageText("figure.yes") : PageText("figure.no")); };
    const double value = *figure.value;
    if (figure.name == "proactive" && (value == 0 || value == 1)) return yes_or_no(value);
    if (figure.name == "follow_up_sent" && (value == 0 || value == 1)) return yes_or_no(value);
    if (figure.name == "eta_error") {
        if (value == 0) return voice.text("figure.as_said");
        return voice.text(value > 0 ? PageText("figure.later") : PageText("figure.sooner"), {{"lasted", length(value)}});
    }
    if (metric == "M1" && figure.unit == "s") return value < 0 ? voice.text("figure.before", {{"lasted", length(value)}}) : length(value);
    if (figure.unit == "s") return length(value);
    if (figure.unit == "ratio") return voice.share(value);
    return value >= 100 ? fmt::format("{:.0f}", value) : fmt::format("{:.3g}", value);
}

// "it is not over" -> "it_is_not_over": as the words have it.
std::string as_name(std::string_view reason) {
    std::string name;
    for (const char c : reason) {
        if (c != ',') name += c == ' ' ? '_' : c;
    }
    return name;
}

}  // namespace

FillingList figure_groups(std::span<const review::Metric> metrics, const Voice& voice) {
    FillingList groups;
    for (const review::Metric& metric : metrics) {
        Filling& group = groups.emplace_back();
        set(group, "name", voice.words().word(PageWordGroup::figures, metric.id));
        for (const review::Figure& figure : metric.figures) {
            Filling& line = group.lists["figures"].emplace_back();
            set(line, "label", voice.words().word(PageWordGroup::figure, fmt::format("{}_{}", metric.id, figure.name)));
            if (figure.value) set(line, "value", words_of(metric.id, figure, voice));
            else set(line, "missing", voice.words().word(PageWordGroup::missing, as_name(figure.missing)));
        }
    }
    return groups;
}

}  // namespace candor::pages
