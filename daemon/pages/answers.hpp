// Where the links that were sent to one recipient end: a page that asks, and a POST that acts. Opening a link does nothing,
// because programs that look through mail open every link in it.
#pragma once

#include "core/link.hpp"
#include "daemon/clock.hpp"
#include "daemon/desk/desk.hpp"
#include "daemon/http/form.hpp"
#include "daemon/http/router.hpp"
#include "daemon/pages/render.hpp"

#include <memory>
#include <string>
#include <vector>

namespace candor::pages {

// Lives on the I/O thread, and longer than its routes.
class Answers {
public:
    struct Parts {
        desk::Desk& desk;
        store::Store& store;
        WorkerThread& database;
        const Clock& clock;
        Secret key;
    };

    Answers(Parts parts, std::shared_ptr<const PageTemplates> templates);

    [[nodiscard]] std::vector<http::Route> routes();
    void adopt(std::shared_ptr<const PageTemplates> templates) { templates_ = std::move(templates); }

private:
    // Who has opened which link.
    struct Visit {
        Link link;
        store::KnownRecipient who;
        desk::DossierPtr dossier;
    };

    [[nodiscard]] Task<http::Response> show(std::string token);
    [[nodiscard]] Task<http::Response> act(const http::Request& request, std::string token);
    [[nodiscard]] Task<Result<Visit>> visit(std::string token);
    [[nodiscard]] Task<http::Response> answer_duty(Visit visit, const http::Form& form);
    [[nodiscard]] Task<http::Response> answer_follow_up(Visit visit, std::string choice);
    [[nodiscard]] Task<http::Response> show_choice(Visit visit);
    [[nodiscard]] Task<http::Response> choose(Visit visit, std::string choice);
    [[nodiscard]] Task<> heed(IncidentId incident, std::map<std::string, std::int64_t> counts);
    [[nodiscard]] http::Response page(int status, const AnswerPage& page) const;
    [[nodiscard]] http::Response refused(const Error& error) const;

    Parts parts_;
    std::shared_ptr<const PageTemplates> templates_;
};

}  // namespace candor::pages
