-- Structured concurrency over fibers: a scope ends only when all of its branches have, so no fiber outlives the call that started it.
local host_side = ...
local spawn, current, turn = host_side.spawn, host_side.current, host_side.turn
local park, wake, cancel = host_side.park, host_side.wake, host_side.cancel
local error, pcall, type, pairs, tointeger, min = error, pcall, type, pairs, math.tointeger, math.min

-- Runs `branch()` on `count` fibers and returns when all have ended. The first error cancels the others, and is raised here.
local function scope(count, branch)
  local owner, running, failed, failure = current(), 0, false, nil
  local branches = {}

  local function fail(problem)
    if failed then
      return
    end
    failed, failure = true, problem
    for fiber in pairs(branches) do
      if fiber ~= current() then
        cancel(fiber)
      end
    end
  end

  -- Where a scope could not wait for its branches it must not start them.
  turn()
  for _ = 1, count do
    running = running + 1
    local fiber = spawn(function()
      local ok, problem = pcall(branch)
      branches[current()] = nil
      running = running - 1
      if not ok then
        fail(problem)
      end
      if running == 0 then
        wake(owner)
      end
    end)
    branches[fiber] = true
  end
  while running > 0 do
    -- Cancelled itself, the scope cancels its branches, and still waits for them.
    local ok, problem = pcall(park, failed)
    if not ok then
      fail(problem)
    end
  end
  if failed then
    error(failure, 0)
  end
end

-- One at a time through a piece of code that may wait: returns a function that runs another one so.
local function turnstile()
  local taken, queue, first, last = false, {}, 1, 0

  local function leave(...)
    taken = false
    if first <= last then
      local fiber = queue[first]
      queue[first], first = nil, first + 1
      wake(fiber)
    end
    return ...
  end

  local function settle(ok, ...)
    leave()
    if not ok then
      error((...), 0)
    end
    return ...
  end

  return function(body)
    while taken do
      last = last + 1
      queue[last] = current()
      park()
    end
    taken = true
    return settle(pcall(body))
  end
end

local function check_limit(limit, what)
  if limit ~= nil and not (type(limit) == "number" and tointeger(limit) and limit >= 1) then
    error(what .. " must be a whole number from 1", 3)
  end
end

host_side.scope, host_side.turnstile, host_side.check_limit = scope, turnstile, check_limit

-- host.parallel(functions [, { limit = n }]): runs them side by side, at most `limit` at once, and returns an array of their first
-- results, in the order of the functions.
function host.parallel(functions, options)
  if type(functions) ~= "table" then
    error("host.parallel: takes an array of functions, got " .. type(functions), 2)
  end
  local count = #functions
  for index = 1, count do
    if type(functions[index]) ~= "function" then
      error(("host.parallel: [%d] must be a function, got %s"):format(index, type(functions[index])), 2)
    end
  end
  local limit = options and options.limit
  check_limit(limit, "host.parallel: limit")
  local results, started = {}, 0
  scope(min(limit or count, count), function()
    while started < count do
      started = started + 1
      local index = started
      results[index] = (functions[index]())
    end
  end)
  return results
end
