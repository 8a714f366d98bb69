-- Structured concurrency over fibers. A scope ends only when all of its branches have ended, so no
-- fiber outlives the call that started it.
local host_side = ...
local spawn, current, turn = host_side.spawn, host_side.current, host_side.turn
local park, wake, cancel = host_side.park, host_side.wake, host_side.cancel
local check, trace_branch = host_side.check, host_side.trace_branch
local error, pcall, xpcall = error, pcall, xpcall
local type, pairs, setmetatable, tostring = type, pairs, setmetatable, tostring
local tointeger, min, move, format = math.tointeger, math.min, table.move, string.format

local MOST_BRANCHES = 10000

-- Runs `branch()` on `count` fibers and returns when all have ended. The first error cancels the
-- others, and the scope raises it.
local function scope(count, branch)
  local owner, running, failed, failure = current(), 0, false, nil
  local branches = {}

  local function fail(problem)
    failed, failure = true, problem
    for fiber in pairs(branches) do
      cancel(fiber)
    end
  end

  -- After its pcall a cancelled branch may call no Lua function; it runs only the lines of this
  -- one.
  local function start()
    local ok, problem = true, nil
    if not failed then
      ok, problem = xpcall(branch, trace_branch)
    end
    branches[current()] = nil
    running = running - 1
    if not ok and not failed then
      fail(problem)
    end
    if running == 0 then
      wake(owner)
    end
  end

  -- If the scope could not wait for its branches, this raises before it starts them.
  turn()
  for _ = 1, count do
    local ok, fiber = pcall(spawn, start)
    if not ok then
      fail(fiber)
      break
    end
    branches[fiber] = true
    running = running + 1
  end
  while running > 0 do
    -- If the scope is cancelled, it cancels its branches, and still waits for them.
    local ok, problem = pcall(park, failed)
    if not ok and not failed then
      fail(problem)
    end
  end
  if failed then
    error(failure, 0)
  end
end

-- Returns a function that runs the function it gets, which may wait, for one fiber at a time.
-- Fibers that wait for it go in order.
local function turnstile()
  local taken, queue, first, last = false, {}, 1, 0

  local function admit_next()
    while first <= last do
      local fiber = queue[first]
      queue[first], first = nil, first + 1
      if fiber then
        return wake(fiber)
      end
    end
  end

  local exit = setmetatable({}, {
    __close = function()
      taken = false
      admit_next()
    end,
  })

  local function wait()
    last = last + 1
    local place = last
    queue[place] = current()
    local ok, problem = pcall(park)
    if ok then
      return
    elseif queue[place] == nil then
      admit_next() -- It was cancelled as its turn came, so the next one goes.
    else
      queue[place] = false
    end
    error(problem, 0)
  end

  return function(body)
    while taken do
      wait()
    end
    taken = true
    local passage <close> = exit
    return body()
  end
end

-- Raises, at the line of the caller's caller, if the options are no table, or hold a name that is
-- not in `known`.
local function check_options(options, known, what)
  if type(options) ~= "table" then
    error(what .. ": the options must be a table, got " .. type(options), 3)
  end
  for name in pairs(options) do
    if not known[name] then
      error(format("%s: unknown option '%s'", what, tostring(name)), 3)
    end
  end
end

local function check_count(count, what)
  if type(count) ~= "number" or not tointeger(count) or count < 1 or count > MOST_BRANCHES then
    error(format("%s must be a whole number from 1 to %d", what, MOST_BRANCHES), 3)
  end
end

host_side.scope, host_side.turnstile = scope, turnstile
host_side.check_options, host_side.check_count = check_options, check_count

local known_options = { limit = true }

-- host.parallel(functions [, { limit = n }]) runs the functions side by side, at most `limit` at
-- once. It returns an array of their first results, in the order of the functions.
function host.parallel(functions, options)
  if type(functions) ~= "table" then
    error("host.parallel: takes an array of functions, got " .. type(functions), 2)
  end
  options = options or {}
  check_options(options, known_options, "host.parallel")
  local limit = options.limit == nil and MOST_BRANCHES or options.limit
  check_count(limit, "host.parallel: limit")
  local count = #functions
  functions = move(functions, 1, count, 1, {})
  for index = 1, count do
    if type(functions[index]) ~= "function" then
      local message = "host.parallel: [%d] must be a function, got %s"
      error(format(message, index, type(functions[index])), 2)
    end
  end
  local results, started = {}, 0
  scope(min(limit, count), function()
    while started < count do
      check()
      started = started + 1
      local index = started
      results[index] = (functions[index]())
    end
  end)
  return results
end
