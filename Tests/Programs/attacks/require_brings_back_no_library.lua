-- A library that was taken away stays away: require refuses it, or gives the same table as the
-- global, and the global may be anything.
--
-- technique: A07 A14 C05
-- output:    io	not available
-- output:    package	not available
-- output:    string	the global
-- output:    os	the global
-- output:    debug	the global
local own = { string = string, os = os, debug = debug }
-- What a script puts in the place of the library is not what require looks at.
io, package = {}, { loaded = { io = {} }, preload = {}, path = "/?", searchers = {} }
for _, name in ipairs { "io", "package", "string", "os", "debug" } do
  local ok, found = pcall(require, name)
  local what = found == own[name] and "the global" or "another"
  print(name, ok and what or found:match("not available"))
end
assert(require("os").execute == nil and require("string").dump == nil)
assert(require("debug").sethook == nil)
