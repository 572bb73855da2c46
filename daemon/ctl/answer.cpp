#include "daemon/ctl/answer.hpp"

#include "daemon/ctl/terminal.hpp"

namespace candor::ctl {

Answer Answer::operator[](std::string_view key) const {
    const auto* object = value_ == nullptr ? nullptr : value_->if_object();
    return Answer(object == nullptr ? nullptr : object->if_contains({key.data(), key.size()}));
}

std::vector<Answer> Answer::items() const {
    std::vector<Answer> found;
    const auto* array = value_ == nullptr ? nullptr : value_->if_array();
    if (array == nullptr) return found;
    for (const auto& item : *array) found.emplace_back(item);
    return found;
}

bool Answer::present() const {
    return value_ != nullptr && !value_->is_null();
}

std::string_view Answer::raw() const {
    const auto* string = value_ == nullptr ? nullptr : value_->if_string();
    return string == nullptr ? std::string_view{} : std::string_view{string->data(), string->size()};
}

std::string Answer::text() const {
    return neutral(raw());
}

std::string Answer::long_text() const {
    return neutral(raw(), true);
}

std::optional<Time> Answer::time() const {
    return parse_rfc3339(raw());
}

std::optional<double> Answer::number() const {
    if (value_ == nullptr || !value_->is_number()) return std::nullopt;
    return value_->to_number<double>();
}

std::int64_t Answer::count() const {
    const auto value = number();
    return value ? static_cast<std::int64_t>(*value) : 0;
}

bool Answer::truth() const {
    return value_ != nullptr && value_->is_bool() && value_->get_bool();
}

}  // namespace candor::ctl
