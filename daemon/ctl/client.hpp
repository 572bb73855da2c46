// Speaks HTTP to the daemon, over its unix socket or a URL. One request at a time, blocking: a command line has nothing
// else to do meanwhile.
#pragma once

#include "core/error.hpp"
#include "daemon/ctl/invocation.hpp"

#include <boost/json.hpp>
#include <memory>
#include <string>

namespace candor::ctl {

struct Response {
    int status = 0;
    boost::json::value body;  // null where there was none, or where it was not JSON
    bool readable = true;     // the body was JSON, or empty where that is right (204)
    std::string table = {};   // the body, where the request wanted CSV and got it
    std::string next = {};    // the path of the next piece (Link, rel="next"); empty: there is none
};

class Client {
public:
    // Where and as whom. With a URL the token is read from its file; error invalid_argument says what is wrong with it.
    [[nodiscard]] static Result<Client> make(const GlobalOptions& options);

    Client(Client&&) noexcept;
    Client& operator=(Client&&) noexcept;
    ~Client();

    // An error means that no answer came; its message says from where, and `mend` what to look at.
    [[nodiscard]] Result<Response> send(const Request& request);

private:
    struct State;
    explicit Client(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace candor::ctl
