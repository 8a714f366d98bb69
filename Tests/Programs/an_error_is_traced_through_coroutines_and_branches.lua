-- The report shows the line, and the way to it: out of a coroutine, out of a branch, to the main chunk.
--
-- error:    16 |   return missing.field
-- error:    :16: in upvalue 'inner'
-- error:    :20: in function
-- error:    (a coroutine, resumed by)
-- error:    :24: in field
-- error:    (a branch, started by)
-- error:    :27: in main chunk
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
