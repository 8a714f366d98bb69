-- The report shows the line, and the way to it: out of a coroutine, out of a branch, to the main
-- chunk.
--
-- error:    17 |   return missing.field
-- error:    :17: in upvalue 'inner'
-- error:    :21: in function
-- error:    (a coroutine, resumed by)
-- error:    :25: in field
-- error:    (a branch, started by)
-- error:    :28: in main chunk
-- effects:  host.log.info
-- exit:     1
local missing

local function inner()
  -- The error arises here, deep down.
  return missing.field
end

local rows = coroutine.wrap(function()
  coroutine.yield(inner())
end)

local function branch()
  rows()
end
host.log.info("starts")
host.parallel { branch }
