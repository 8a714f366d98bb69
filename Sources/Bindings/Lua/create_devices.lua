-- qubitro.create_devices(rows [, options]): creates a device for every row, several at a time, and
-- returns how many were created, were there already, or failed.
--
-- `rows` is an array of tables as create_device takes them, or an iterator that returns one at each
-- call and nil at the end. The iterator may itself call the host. Only as many rows are held as are
-- in flight.
local host_side = ...
local scope, turnstile, check = host_side.scope, host_side.turnstile, host_side.check
local check_options, check_count = host_side.check_options, host_side.check_count
local create_device = qubitro.create_device
-- Tells the host how many rows an array has, and that all are done; the progress line shows it.
local announce = host_side.bind("qubitro.create_devices", "qubitro.create_devices")
local error, rawlen, type = error, rawlen, type

local DEFAULT_CONCURRENCY = 8
local known_options = { concurrency = true, on_error = true, each = true }

local function check_meaning(options)
  if options.on_error ~= nil and options.on_error ~= "continue" and options.on_error ~= "stop" then
    error("qubitro.create_devices: on_error must be 'continue' or 'stop'", 3)
  end
  if options.each ~= nil and type(options.each) ~= "function" then
    error("qubitro.create_devices: each must be a function, got " .. type(options.each), 3)
  end
end

local function iterator_over(rows)
  if type(rows) == "function" then
    return rows
  elseif type(rows) ~= "table" then
    error("qubitro.create_devices: takes an array or an iterator, got " .. type(rows), 3)
  end
  local index = 0
  return function()
    index = index + 1
    return rows[index]
  end
end

function qubitro.create_devices(rows, options)
  options = options or {}
  check_options(options, known_options, "qubitro.create_devices")
  check_meaning(options)
  local concurrency = options.concurrency == nil and DEFAULT_CONCURRENCY or options.concurrency
  check_count(concurrency, "qubitro.create_devices: concurrency")
  local next_row = iterator_over(rows)
  local counts = { created = 0, unchanged = 0, failed = 0 }
  local is_over = false
  local unannounced = type(rows) == "table" and rawlen(rows) or 0
  local is_announced = unannounced > 0
  local one_at_a_time = turnstile()

  local function pull()
    check()
    if is_over then
      return nil
    end
    local row = next_row()
    is_over = row == nil
    return row
  end

  local function count(device)
    local status = not device and "failed" or device.created and "created" or "unchanged"
    counts[status] = counts[status] + 1
    is_over = is_over or not device and options.on_error == "stop"
  end

  scope(concurrency, function()
    if unannounced > 0 then
      local length = unannounced
      unannounced = 0
      announce(length)
    end
    local row = one_at_a_time(pull)
    while row ~= nil do
      local device, problem = create_device(row)
      count(device)
      if options.each then
        options.each(device, problem)
      end
      row = one_at_a_time(pull)
    end
  end)
  if is_announced then
    announce()
  end
  return counts
end
