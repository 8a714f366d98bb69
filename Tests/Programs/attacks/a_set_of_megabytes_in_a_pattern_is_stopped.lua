-- A pattern whose one set names twenty million characters is walked through for each character of
-- the subject.
--
-- technique: D10
-- limits:    stretch=200ms
-- error:     : the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
local pattern = "[^" .. ("b"):rep(20000000) .. "]*c"
local _ = ("a"):rep(1000):find(pattern)
