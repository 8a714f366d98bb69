-- A numeric for that counts to infinity is ended by the time limit.
--
-- technique: D01
-- limits:    stretch=200ms
-- error:     :7: the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
for _ = 1, math.huge do end
