-- The script's own coroutines. An effect inside one yields a private token. Resume and wrap relay
-- the token upward until it reaches the fiber, and so the host. They raise a stop inside one again
-- outside. The script sees none of it.
local host_side = ...
local effect_token = host_side.token
local stop_token, cancel_token = host_side.stop_token, host_side.cancel_token
local raise_again, note_failure = host_side.raise_again, host_side.note_failure
local raw_create, raw_yield = coroutine.create, coroutine.yield
local raw_resume, raw_close = host_side.resume, host_side.close
local raw_running, raw_status = coroutine.running, coroutine.status
local raw_isyieldable = coroutine.isyieldable
local check_stop, reserve, collect = host_side.check_stop, host_side.reserve, host_side.collect
local error, next, type, format = error, next, type, string.format

-- The coroutines that the script made. Any other thread is a fiber, which counts as a main one.
local owned = setmetatable({}, { __mode = "k" })

-- Those of them that wait for the host: only the fiber that relays the wait may resume them.
local waiting = setmetatable({}, { __mode = "k" })

-- The threads that run a module's body now. Such a body cannot yield, as in Lua itself, which loads
-- modules through C.
local loading = setmetatable({}, { __mode = "k" })
host_side.loading = loading

local function check(value, expected, position, name)
  if type(value) ~= expected then
    local wanted = expected == "thread" and "coroutine" or expected
    local message = "bad argument #%d to '%s' (%s expected, got %s)"
    error(format(message, position, name, wanted, type(value)), 3)
  end
end

local function go_on(thread, ...)
  waiting[thread] = nil
  return raw_resume(thread, ...)
end

local function relay(thread, ok, ...)
  if ok and (...) == effect_token then
    if raw_isyieldable() then
      waiting[thread] = true
      return relay(thread, go_on(thread, raw_yield(effect_token)))
    end
    -- Without a reply the effect raises at its call, and says why.
    return relay(thread, raw_resume(thread))
  elseif not ok and ((...) == stop_token or (...) == cancel_token) then
    raise_again()
  elseif not ok then
    note_failure(thread, (...))
  end
  return ok, ...
end

-- Why the script cannot resume or close a thread, or nil if it can.
local function objection(thread)
  if not owned[thread] then
    return "non-suspended coroutine"
  end
  return waiting[thread] and "coroutine that waits for the host in another branch" or nil
end

-- The script may hold so many at once. Lua does not tell when it collects one, so each time the
-- script has made that many, the ones that it still holds are counted anew.
local MOST_COROUTINES, made = 100000, 0

local function count_owned()
  collect()
  made = 0
  for _ in next, owned do
    made = made + 1
  end
  if made > MOST_COROUTINES * 3 // 4 then
    error(format("too many coroutines: %d are held, let go of those that have ended", made), 4)
  end
end

local function create(body)
  if made == MOST_COROUTINES then
    count_owned()
  end
  made = made + 1
  local thread = raw_create(body)
  reserve(thread)
  owned[thread] = true
  return thread
end

local function resume(thread, ...)
  local reason = objection(thread)
  if reason then
    return false, "cannot resume " .. reason
  elseif raw_status(thread) ~= "suspended" then
    return raw_resume(thread, ...) -- says why it cannot
  end
  check_stop()
  return relay(thread, raw_resume(thread, ...))
end

-- Closes a coroutine, and raises a stop or a cancellation in one of its `__close` again. Lua 5.4.4
-- does not count how deep these nest, and each level takes C stack.
local DEEPEST_CLOSE, closing = 150, 0
local function close(thread)
  check_stop()
  if closing == DEEPEST_CLOSE then
    error("C stack overflow (coroutines that close each other)", 3)
  end
  closing = closing + 1
  local ok, problem = raw_close(thread)
  closing = closing - 1
  if not ok and (problem == stop_token or problem == cancel_token) then
    raise_again()
  end
  return ok, problem
end

-- Does what Lua's own wrap does: it closes a failed coroutine, and raises the error of the close or
-- that of the coroutine; a text gets the caller's place.
local function settle(thread, ok, ...)
  if ok then
    return ...
  end
  local problem = ...
  if not objection(thread) and raw_status(thread) == "dead" then
    local closed, last = close(thread)
    -- Lua says so if any memory is lacking, and resume has said it better.
    if not closed and last ~= "not enough memory" then
      problem = last
    end
  end
  error(problem, type(problem) == "string" and 2 or 0)
end

function coroutine.create(body)
  check(body, "function", 1, "create")
  return (create(body))
end

function coroutine.resume(thread, ...)
  check(thread, "thread", 1, "resume")
  return resume(thread, ...)
end

function coroutine.wrap(body)
  check(body, "function", 1, "wrap")
  local thread = create(body)
  return function(...)
    return settle(thread, resume(thread, ...))
  end
end

function coroutine.close(thread)
  check(thread, "thread", 1, "close")
  local reason = objection(thread)
  if reason then
    error("cannot close " .. reason, 2)
  end
  local status = raw_status(thread)
  if status ~= "suspended" and status ~= "dead" then
    error("cannot close a " .. status .. " coroutine", 2)
  end
  return close(thread)
end

function coroutine.status(thread)
  check(thread, "thread", 1, "status")
  local status = raw_status(thread)
  return status == "suspended" and objection(thread) and "normal" or status
end

function coroutine.yield(...)
  local thread = raw_running()
  if not owned[thread] then
    error("attempt to yield from outside a coroutine", 2)
  elseif loading[thread] then
    error("attempt to yield from a module's body", 2)
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
