-- Small tables, each in the next free place of one that grows: the script ends within its memory.
--
-- technique: E07
-- limits:    memory=16M
-- error:     :8: the script needs more memory than it may have (--max-memory)
-- exit:      65
local rows = {}
for n = 1, math.huge do rows[#rows + 1] = { n } end
