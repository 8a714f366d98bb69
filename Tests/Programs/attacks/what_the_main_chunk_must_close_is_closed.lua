-- An error that nothing catches ends the script, and what its main chunk has still to close is
-- closed, as Lua's own interpreter does it.
--
-- technique: G05
-- output:    closed after	boom
-- error:     :11: boom
-- exit:      1
local guard <close> = setmetatable({}, { __close = function(_, problem)
  print("closed after", (problem:gsub("^.*: ", "")))
end })
error("boom")
