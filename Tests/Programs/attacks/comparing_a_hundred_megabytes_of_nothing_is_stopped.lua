-- Two texts of NUL characters, compared by <: Lua asks for each piece between two of them, which
-- takes longest of all.
--
-- technique: D19
-- limits:    stretch=200ms
-- error:     : the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
local a, b = ("\0"):rep(50000000) .. "a", ("\0"):rep(50000000) .. "b"
while true do local _ = a < b end
