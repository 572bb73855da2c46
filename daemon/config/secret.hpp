// Secrets are core's: channels, which do not know the configuration, hold them too.
#pragma once

#include "core/secret.hpp"
