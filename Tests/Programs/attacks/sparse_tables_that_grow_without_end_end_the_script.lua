-- Keys far from each other, in a table that doubles its room each time that it is full.
--
-- technique: E07
-- limits:    memory=16M
-- error:     :8: the script needs more memory than it may have (--max-memory)
-- exit:      65
local rows, n = {}, 1
while true do rows[n * 7919] = n rows[-n - 0.5] = n n = n + 1 end
