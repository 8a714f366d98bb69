-- Ten megabytes that would move a terminal's cursor: sixty-four kilobytes of them are told,
-- escaped.
--
-- technique: G04
-- limits:    memory=64M
-- error:     script failed: \x1b[31m\x00\x0d
-- error:     ...
-- exit:      1
error(setmetatable({}, { __tostring = function() return ("\27[31m\0\r"):rep(1000000) end }))
