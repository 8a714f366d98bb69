// libFuzzer on CLuaHost's codec: any bytes go into Lua as a value and as a reply, and what arrives
// goes out again as arguments.
#include <stdlib.h>
#include <string.h>

#include "lua_host.h"

static const char script[] =
    "local value, other\n"
    "while true do\n"
    "  local ok, first, second = pcall(test.perform, value, other)\n"
    "  if ok then value, other = first, second else value, other = nil, first end\n"
    "end\n";

static const char prelude[] =
    "local host_side = ... test = { perform = host_side.bind('test.perform') }";

static lh_bytes bytes_of(const char *text) {
  return (lh_bytes){.data = (const uint8_t *)text, .count = strlen(text)};
}

static void require_that(bool holds) {
  if (!holds) abort();
}

/// Decodes and encodes; what came out must come out again, as long as before (a map has no order).
static void echo(lh_host *host, lh_bytes value) {
  lh_step first = lh_echo(host, value);
  require_that(first.status == LH_FINISHED || first.status == LH_FAILED);
  if (first.status == LH_FAILED) {
    require_that(first.message.count > 0);
    return;
  }
  size_t count = first.arguments.count;
  uint8_t *copy = malloc(count ? count : 1);
  memcpy(copy, first.arguments.data, count);
  lh_step second = lh_echo(host, (lh_bytes){.data = copy, .count = count});
  require_that(second.status == LH_FINISHED && second.arguments.count == count);
  free(copy);
}

/// Answers the script's effects with the bytes, twice, so that the value also goes out as an
/// argument.
static void answer(lh_host *host, lh_bytes reply) {
  lh_step step = lh_load(host, bytes_of("@fuzz"), bytes_of(script));
  require_that(step.status == LH_FINISHED);
  step = lh_resume(host, LH_MAIN_FIBER, (lh_bytes){0});
  for (int round = 0; round < 2 && step.status == LH_EFFECT; round++) {
    require_that(step.arguments.count >= 5 && step.arguments.data[0] == LH_ARRAY);
    step = lh_resume(host, LH_MAIN_FIBER, reply);
  }
  require_that(step.status == LH_EFFECT || step.status == LH_FAILED);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  lh_stop_flag *flag = lh_stop_flag_new();
  lh_host *host = lh_open(flag, (lh_limits){.memory = 256 << 20, .output = 1 << 20});
  require_that(host != NULL);
  lh_bytes input = {.data = data, .count = size};
  static const uint8_t null_value = LH_NULL;
  lh_bytes argument = {.data = &null_value, .count = 1};
  lh_step step = lh_run_prelude(host, bytes_of("=prelude"), bytes_of(prelude), argument);
  require_that(step.status == LH_FINISHED);
  echo(host, input);
  answer(host, input);
  lh_close(host);
  lh_stop_flag_free(flag);
  return 0;
}
