-- Good rows among bad ones: those that we refuse, one that repeats a key, and those that only the
-- API can refuse.
local rows = {
  { name = "good-1", source = "mqtt" },
  { name = "lora", source = "lora" },
  { name = "good-1", source = "http" },
  { name = "tagged", source = "mqtt", tags = { "one", "two", "three", "four" } },
  { name = "spaced", source = "mqtt", tags = { "not a word" } },
  { name = "nameless", source = 7 },
  { name = "", source = "mqtt" },
  { name = "good-2", source = "http" },
}
for _, row in ipairs(rows) do
  local device, err = qubitro.create_device(row)
  if err then
    host.log.warn("refused", {
      kind = err.kind, status = err.status, attempts = err.attempts, retryable = err.retryable,
    })
  end
end
