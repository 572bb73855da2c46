// A document that can be read at a terminal, or kept as Markdown: what is in it is written once.
#pragma once

#include "daemon/ctl/sheet.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace candor::ctl {

using Row = std::vector<std::string>;

class Paper {
public:
    virtual ~Paper() = default;

    virtual void title(std::string_view text) = 0;
    virtual void section(std::string_view text) = 0;
    virtual void paragraph(std::string_view text) = 0;
    virtual void field(std::string_view label, std::string_view value) = 0;  // nothing where the value is empty
    virtual void item(std::string_view text) = 0;
    virtual void table(const Row& head, const std::vector<Row>& rows) = 0;  // nothing where there are no rows
    // What can be typed next: at a terminal only.
    virtual void next(const std::vector<std::pair<std::string, std::string>>& commands) = 0;
    [[nodiscard]] virtual std::string take() = 0;
};

class TextPaper final : public Paper {
public:
    explicit TextPaper(const Look& look) : sheet_(look) {}

    void title(std::string_view text) override { sheet_.title(text); }
    void section(std::string_view text) override { sheet_.section(text); }
    void paragraph(std::string_view text) override { sheet_.paragraph(text, 2); }
    void field(std::string_view label, std::string_view value) override { sheet_.field(label, value); }
    void item(std::string_view text) override;
    void table(const Row& head, const std::vector<Row>& rows) override;
    void next(const std::vector<std::pair<std::string, std::string>>& commands) override { sheet_.next(commands); }
    [[nodiscard]] std::string take() override { return sheet_.take(); }

private:
    Sheet sheet_;
};

// CommonMark with tables (GitHub's). Whatever comes from the record is escaped: it is text, and no markup.
class MarkdownPaper final : public Paper {
public:
    void title(std::string_view text) override;
    void section(std::string_view text) override;
    void paragraph(std::string_view text) override;
    void field(std::string_view label, std::string_view value) override;
    void item(std::string_view text) override;
    void table(const Row& head, const std::vector<Row>& rows) override;
    void next(const std::vector<std::pair<std::string, std::string>>&) override {}
    [[nodiscard]] std::string take() override { return std::move(text_); }

private:
    void begin_block(bool list);

    std::string text_;
    bool in_list_ = false;
};

[[nodiscard]] std::string escape_markdown(std::string_view text);

}  // namespace candor::ctl
