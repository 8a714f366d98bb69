-- Captures within captures, hundreds of items that each need a step back, and patterns that end too
-- soon: all are errors of Lua's own.
--
-- technique: F05
-- output:    too many captures
-- output:    pattern too complex
-- output:    unfinished capture
-- output:    invalid pattern capture
-- output:    malformed pattern (missing ']')
-- output:    malformed pattern (ends with '%')
-- output:    invalid capture index %1
-- output:    missing '[' after '%f' in pattern
for _, pattern in ipairs {
  ("("):rep(33) .. "a", ("a?"):rep(1000), "(a", "(a))", "[a", "%", "%1", "%f",
} do
  local text = ("a"):rep(1000)
  local _, problem = pcall(string.find, text, pattern)
  print((problem:gsub("^.-: ", "")))
  assert(not pcall(string.gsub, text, pattern, "%1") and not pcall(string.match, text, pattern))
end
