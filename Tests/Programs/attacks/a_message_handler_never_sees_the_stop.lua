-- The loop is in the function, the handler would print: it is not called for the host's stop, and catches nothing.
--
-- technique: D07
-- limits:    stretch=200ms
-- error:     a_message_handler_never_sees_the_stop.lua:7: the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
while true do xpcall(function() while true do end end, function(problem) print("seen", problem) end) end
