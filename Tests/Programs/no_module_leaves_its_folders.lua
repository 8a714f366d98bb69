-- Names that could lead elsewhere, names of the host's, and files that are no Lua text are refused,
-- each with its reason.
--
-- output:   a module's name is made of letters, digits, '_' and '-', with '.' between folders
-- output:   a module's name is made of letters, digits, '_' and '-', with '.' between folders
-- output:   a module's name is made of letters, digits, '_' and '-', with '.' between folders
-- output:   a module's name is made of letters, digits, '_' and '-', with '.' between folders
-- output:   names that begin with 'host.' are reserved
-- output:   Lua's library of that name is not available to scripts
-- output:   compiled.lua is compiled Lua; only text is run
-- output:   (did you mean 'deep.crlf'?)
-- output:   circle_a -> circle_b -> circle_a
-- output:   true	true
local function reason(name)
  local _, problem = pcall(require, name)
  problem = tostring(problem):gsub("/[^ ]*/", "")
  print(problem:match("%(did you mean.*") or problem:match(": ([^:]*)$"))
end
for _, name in ipairs { "../lib/counted", "/etc/passwd", "deep..crlf", "a\0b" } do
  reason(name)
end
reason "host.log"
reason "io"
reason "compiled"
reason "deep.crfl"
reason "circle_a"
print(require "host" == host, require "string" == string)
