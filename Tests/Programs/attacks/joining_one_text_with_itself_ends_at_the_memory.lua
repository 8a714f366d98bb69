-- Three thousand references to one text take no room, and their concatenation three hundred
-- megabytes: it is not made.
--
-- technique: E02
-- limits:    memory=16M
-- error:     :10: the script needs more memory than it may have (--max-memory)
-- exit:      65
local text, list = ("x"):rep(100000), {}
for n = 1, 3000 do list[n] = text end
pcall(table.concat, list)
