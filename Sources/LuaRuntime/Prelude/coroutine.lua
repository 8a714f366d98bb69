-- The script's own coroutines. An effect inside one yields a private token; resume and wrap relay it upward until the fiber, and
-- the host, receive it. A stop inside one is raised again outside. The script sees none of it.
local host_side = ...
local effect_token, stop_token, raise_stop = host_side.token, host_side.stop_token, host_side.raise_stop
local raw_create, raw_resume, raw_yield = coroutine.create, coroutine.resume, coroutine.yield
local raw_running, raw_isyieldable, close = coroutine.running, coroutine.isyieldable, coroutine.close
local error, type = error, type

-- The coroutines that the script made; any other thread is a fiber, which counts as its main one.
local owned = setmetatable({}, { __mode = "k" })

local function check(value, expected, position, name)
  if type(value) ~= expected then
    local wanted = expected == "thread" and "coroutine" or expected
    error(("bad argument #%d to '%s' (%s expected, got %s)"):format(position, name, wanted, value == nil and "nil" or type(value)), 3)
  end
end

local function relay(thread, ok, ...)
  if ok and (...) == effect_token then
    if raw_isyieldable() then
      return relay(thread, raw_resume(thread, raw_yield(effect_token)))
    end
    -- Without a reply the effect raises where it was called, and says why.
    return relay(thread, raw_resume(thread))
  elseif not ok and (...) == stop_token then
    raise_stop()
  end
  return ok, ...
end

local function create(body)
  local thread = raw_create(body)
  owned[thread] = true
  return thread
end

-- As in Lua's own wrap: a failed coroutine is closed, whose error may replace its own, and text gets the caller's place.
local function settle(thread, ok, ...)
  if ok then
    return ...
  end
  local problem = ...
  local closed, last = close(thread)
  if not closed then
    problem = last
  end
  error(problem, type(problem) == "string" and 2 or 0)
end

function coroutine.create(body)
  check(body, "function", 1, "create")
  return (create(body))
end

function coroutine.resume(thread, ...)
  check(thread, "thread", 1, "resume")
  return relay(thread, raw_resume(thread, ...))
end

function coroutine.wrap(body)
  check(body, "function", 1, "wrap")
  local thread = create(body)
  return function(...)
    return settle(thread, relay(thread, raw_resume(thread, ...)))
  end
end

function coroutine.yield(...)
  if not owned[raw_running()] then
    error("attempt to yield from outside a coroutine", 2)
  end
  return raw_yield(...)
end

function coroutine.running()
  local thread = raw_running()
  return thread, not owned[thread]
end

function coroutine.isyieldable(thread)
  thread = thread or raw_running()
  check(thread, "thread", 1, "isyieldable")
  return owned[thread] == true and raw_isyieldable(thread)
end
