// Named crash points. In test builds CANDOR_FAILPOINT=name[:k[:throw]] ends the process, as kill -9 would, at the k-th passage (k from
// 1, default 1), or throws there what nobody expects. In release builds nothing of it is compiled.
#pragma once

#ifdef CANDOR_FAILPOINTS
namespace candor {
void failpoint(const char* name);
}
#define FAILPOINT(name) ::candor::failpoint(name)
#else
#define FAILPOINT(name) static_cast<void>(0)
#endif
