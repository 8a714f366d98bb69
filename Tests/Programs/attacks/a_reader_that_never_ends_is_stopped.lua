-- load asks its function for more source for ever, and one load after another; the time limit sees
-- it between the pieces.
--
-- technique: B04
-- limits:    stretch=200ms
-- error:     :8: the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
while true do load(function() return " " end) end
