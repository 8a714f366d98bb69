-- Coroutines that are kept, each with a stack of its own, until there is no memory.
--
-- technique: E08
-- limits:    memory=8M
-- error:     suspended_coroutines_without_end_end_the_script.lua:8: the script needs more memory than it may have (--max-memory)
-- exit:      65
local threads = {}
while true do threads[#threads + 1] = coroutine.create(print) coroutine.resume(coroutine.create(coroutine.yield)) end
