-- Requests that can never be met, each caught: no memory is taken, and the time limit ends it.
--
-- technique: E10
-- limits:    stretch=200ms memory=16M
-- error:     :7: the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
while true do pcall(string.rep, "x", 1 << 40) end
