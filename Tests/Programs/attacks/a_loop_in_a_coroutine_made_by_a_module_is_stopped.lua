-- A coroutine that was made as a module was loaded is watched like any other when it runs later.
--
-- technique: D04 D05
-- limits:    stretch=200ms
-- error:     lib/sleeper.lua:3: the script computed too long between two calls of the host
-- ..         (--max-stretch)
-- exit:      65
local sleeper = require "sleeper"
print(coroutine.resume(sleeper))
