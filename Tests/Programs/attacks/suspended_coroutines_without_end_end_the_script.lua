-- Coroutines that are kept, each with a stack of its own, until there is no memory.
--
-- technique: E08
-- limits:    memory=8M
-- error:     :9: the script needs more memory than it may have (--max-memory)
-- exit:      65
local threads = {}
local create, resume, yield = coroutine.create, coroutine.resume, coroutine.yield
while true do threads[#threads + 1] = create(print) resume(create(yield)) end
