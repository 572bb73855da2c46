# candor_library(NAME SOURCES ... LINK ...): one folder, one static library, the project's warnings.

add_library(candor_options INTERFACE)
target_include_directories(candor_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(candor_options INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Woverloaded-virtual
  -Wcast-align -Wformat=2 -Wnull-dereference -Wdouble-promotion -Wimplicit-fallthrough)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # gcc 12 reports these inside its own headers once they are inlined: no finding of ours.
  target_compile_options(candor_options INTERFACE
    -Wno-null-dereference -Wno-maybe-uninitialized -Wno-restrict -Wno-stringop-overflow -Wno-array-bounds)
  # It takes the frame of an inlined coroutine, allocated by Asio's own operator new, for one of another allocator.
  target_compile_options(candor_options INTERFACE -Wno-mismatched-new-delete)
  if(CMAKE_UNITY_BUILD)
    # Files that are compiled together look like headers to the first, and what one keeps to itself like a global to the others.
    target_compile_options(candor_options INTERFACE -Wno-subobject-linkage -Wno-shadow)
  endif()
endif()
if(CANDOR_SANITIZE)
  target_compile_options(candor_options INTERFACE -fsanitize=${CANDOR_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(candor_options INTERFACE -fsanitize=${CANDOR_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    target_compile_options(candor_options INTERFACE -fno-sanitize=function)
  elseif(CANDOR_SANITIZE MATCHES "thread")
    target_compile_options(candor_options INTERFACE -Wno-tsan)
  endif()
else()
  target_compile_options(candor_options INTERFACE -fstack-protector-strong -fcf-protection)
  target_compile_definitions(candor_options INTERFACE $<$<NOT:$<CONFIG:Debug>>:_FORTIFY_SOURCE=2>)
  target_link_options(candor_options INTERFACE -Wl,-z,relro,-z,now)
endif()
target_compile_definitions(candor_options INTERFACE _GLIBCXX_ASSERTIONS BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION)
if(CANDOR_FUZZ)
  target_compile_options(candor_options INTERFACE -fsanitize=fuzzer-no-link)  # so that the fuzzer sees where its input leads
endif()
if(CANDOR_FAILPOINTS)
  target_compile_definitions(candor_options INTERFACE CANDOR_FAILPOINTS)
endif()
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

# System headers stay out of our warnings.
foreach(target Boost::headers date::date-tz)
  if(TARGET ${target})
    get_target_property(dirs ${target} INTERFACE_INCLUDE_DIRECTORIES)
    if(dirs)
      set_target_properties(${target} PROPERTIES INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${dirs}")
    endif()
  endif()
endforeach()

function(candor_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC candor_options ${ARG_LINK})
endfunction()

function(candor_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE candor_options Catch2::Catch2WithMain ${ARG_LINK})
  target_compile_definitions(${name} PRIVATE CANDOR_SOURCE_DIR="${PROJECT_SOURCE_DIR}" CATCH_CONFIG_FAST_COMPILE)
  # What is tested is optimised, what tests it is not: a third of a build's time was spent on making assertions fast.
  target_compile_options(${name} PRIVATE $<IF:$<CONFIG:Debug>,-O0,-O1>)
  catch_discover_tests(${name} TEST_PREFIX "${name}: " DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 300)
endfunction()
