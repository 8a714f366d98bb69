-- The script's own coroutines. An effect inside one yields a private token; resume and wrap relay it upward until the fiber, and
-- the host, receive it. The script sees none of it.
local host_side = ...
local token = host_side.token
local raw_resume, raw_yield = coroutine.resume, coroutine.yield
local create, close, status, isyieldable = coroutine.create, coroutine.close, coroutine.status, coroutine.isyieldable
local running, error, type = coroutine.running, error, type

local owned = setmetatable({}, { __mode = "k" })

local function relay(thread, ok, first, ...)
  if not (ok and first == token) then
    return ok, first, ...
  end
  if not isyieldable() then
    close(thread)
    return false, "an effect in a coroutine cannot be performed here: Lua cannot wait inside a table.sort comparator, "
      .. "a string.gsub callback, __tostring or a message handler"
  end
  return relay(thread, raw_resume(thread, raw_yield(token)))
end

local function settle(thread, ok, ...)
  if ok then
    return ...
  end
  if status(thread) == "dead" then
    close(thread)
  end
  error((...), 0)
end

function coroutine.create(body)
  local thread = create(body)
  owned[thread] = true
  return thread
end

function coroutine.resume(thread, ...)
  return relay(thread, raw_resume(thread, ...))
end

function coroutine.wrap(body)
  local thread = coroutine.create(body)
  return function(...)
    return settle(thread, relay(thread, raw_resume(thread, ...)))
  end
end

function coroutine.yield(...)
  if not owned[running()] then
    error("attempt to yield from outside a coroutine", 2)
  end
  return raw_yield(...)
end

function coroutine.isyieldable()
  return owned[running()] == true and isyieldable()
end
