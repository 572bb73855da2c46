"""Each house check finds what it is there to find: a violation is planted in a tree of its own."""
import os
import pathlib
import subprocess
import tempfile
import unittest

import foreign
import includes
import purity
import shell
import sizes
import together
import tree
import unit
import words


class HouseTest(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def plant(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def assert_finds(self, check, name, text, count=1):
        self.plant(name, text)
        findings = check(self.root)
        self.assertEqual(len(findings), count, findings)
        (self.root / name).unlink()

    def assert_accepts(self, check, name, text):
        self.assert_finds(check, name, text, 0)

    def test_siblings_do_not_include_each_other(self):
        self.assert_finds(includes.check, "daemon/http/api.cpp", '#include "daemon/store/store.hpp"\n')
        self.assert_accepts(includes.check, "daemon/http/api.cpp", '#include "daemon/http/router.hpp"\n#include "core/id.hpp"\n')
        self.assert_accepts(includes.check, "daemon/http/api.cpp", '#include "daemon/async/task.hpp"\n#include "daemon/clock.hpp"\n')
        self.assert_accepts(includes.check, "daemon/app.cpp", '#include "daemon/store/store.hpp"\n')
        self.assert_finds(includes.check, "daemon/async/x.cpp", '#include "daemon/store/store.hpp"\n')
        self.assert_finds(includes.check, "daemon/http/api.cpp", '#include "tests/daemon/fake.hpp"\n')

    def test_core_includes_nothing_that_acts(self):
        for header in ("fstream", "filesystem", "random", "mutex", "sys/stat.h", "boost/asio.hpp", "boost/asio/post.hpp",
                       "curl/curl.h", "daemon/clock.hpp", "spdlog/spdlog.h"):
            self.assert_finds(includes.check, "core/x.hpp", f"#include <{header}>\n")
        self.assert_accepts(includes.check, "core/x.hpp", "#include <chrono>\n#include <boost/json.hpp>\n#include <fmt/format.h>\n")

    def test_an_impure_call_is_found_in_the_library(self):
        for name, body, impure in (
            ("clock", "#include <ctime>\nlong f() { return time(nullptr); }", True),
            ("now", "#include <chrono>\nauto f() { return std::chrono::system_clock::now(); }", True),
            ("file", "#include <fstream>\nbool f() { return std::ifstream(\"x\").good(); }", True),
            ("lots", "#include <random>\nunsigned f() { return std::random_device{}(); }", True),
            ("environment", "#include <cstdlib>\nchar* f() { return getenv(\"X\"); }", True),
            ("console", "#include <iostream>\nvoid f() { std::cout << 1; }", True),
            ("sum", "#include <string>\nstd::string f(int a) { return std::to_string(a); }", False),
        ):
            build = self.root / name
            self.plant(f"{name}/core/x.cpp", body)
            subprocess.run([os.environ.get("CXX", "c++"), "-std=c++20", "-c", "x.cpp"], cwd=build / "core", check=True)
            subprocess.run(["ar", "rc", "libx.a", "x.o"], cwd=build / "core", check=True)
            self.assertEqual(bool(purity.check(self.root, build)), impure, name)
        self.assertTrue(purity.check(self.root, self.root / "never built"))

    def test_banned_words_are_found_in_code_and_only_there(self):
        for line in ("co_spawn(ex, f(), asio::detached);", "std::this_thread::sleep_for(1s);", "std::regex r;",
                     "auto t = std::chrono::system_clock::now();", "io_context_.stop();", "std::mutex m;", "std::atomic<int> n;",
                     "std::random_device d;", "auto self = shared_from_this();", "std::thread t;"):
            self.assert_finds(words.check, "daemon/x.cpp", line + "\n")
        self.assert_accepts(words.check, "daemon/x.cpp", '// std::mutex\n/* sleep_for */ auto s = "std::regex"; auto n = 1\'000;\n')
        self.assert_accepts(words.check, "daemon/clock.cpp", "auto t = std::chrono::system_clock::now();\n")
        self.assert_accepts(words.check, "daemon/x.cpp", "transfer.stop();\n")
        self.assert_accepts(words.check, "daemon/x.cpp", 'auto s = R"(std::mutex)"; auto c = \'"\'; auto d = \'"\';\n')

    def test_long_files_are_found(self):
        self.assert_finds(sizes.check, "core/x.cpp", "\n" * 501)
        self.assert_accepts(sizes.check, "core/x.cpp", "\n" * 500)

    def test_two_files_of_one_library_with_a_name_each_keeps_to_itself_are_found(self):
        def file(*lines):
            return "\n".join(["namespace candor {", "", "namespace {", "", *lines, "", "}  // namespace", "", "}  // namespace candor", ""])
        self.plant("core/CMakeLists.txt", "candor_library(candor_core\n  SOURCES\n    a.cpp\n    b.cpp\n  LINK x)\n")
        self.plant("core/a.cpp", file("constexpr int most = 1;", "struct Reader {", "};", "int take(std::string_view text, int most = 2) {", "}"))
        for line in ("constexpr std::size_t most = 5;  // bytes", "class Reader {", "int take(std::string_view name, int) {", "bool most(int n) {"):
            self.assert_finds(together.check, "core/b.cpp", file(line))
        for line in ("int take(const Reader& reader) {", "constexpr int least = 1;", "    int most = 1;"):
            self.assert_accepts(together.check, "core/b.cpp", file(line))
        self.assert_accepts(together.check, "core/b.cpp", "namespace candor {\n\nstruct Reader {};\n\n}  // namespace candor\n")

    def test_a_shell_script_that_does_not_parse_is_found(self):
        self.assert_finds(shell.check, "scripts/x", "#!/usr/bin/env bash\nif true\n")
        self.assert_accepts(shell.check, "scripts/x", "#!/usr/bin/env bash\nif true; then :; fi\n")

    def test_traces_of_one_machine_are_found(self):
        for text in ("/" + "root/x", "see /" + "home/somebody/x", "https://registry." + "npmjs.org/x", "." + "library/x"):
            self.assert_finds(foreign.check, "README.md", text + "\n")
        self.assert_accepts(foreign.check, "README.md", "/etc/candor/candor.yaml network/work/x /run/candor\n")

    def test_a_unit_that_systemd_refuses_or_finds_exposed_is_found(self):
        good = (tree.ROOT / unit.UNIT).read_text()
        self.assert_accepts(unit.check, unit.UNIT, good)
        self.assert_finds(unit.check, unit.UNIT, good.replace("[Service]", "[Service]\nNoSuchKey=1"))
        self.assert_finds(unit.check, unit.UNIT, good.replace("PrivateUsers=yes", "").replace("ProtectProc=invisible", ""))
        self.assert_finds(unit.check, unit.UNIT, "[Service]\n")


if __name__ == "__main__":
    unittest.main()
