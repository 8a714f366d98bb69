-- Loads modules. The host finds and reads their text through an effect, and Lua runs it, so that a
-- module's body may perform effects too.
local host_side = ...
local read_module = host_side.bind("lua.read_module", "require")
local current, descends = host_side.current, host_side.descends
local _G, pairs, load, error = _G, pairs, load, error
local type, setmetatable, running = type, setmetatable, coroutine.running
local concat, match, format = table.concat, string.match, string.format
local loading = host_side.loading

-- The names that no file can take: those of Lua's and the host's tables, as they are now, and those
-- of Lua's libraries that scripts do not get.
local reserved = { io = false, package = false }
for name, value in pairs(_G) do
  if type(value) == "table" then
    reserved[name] = value
  end
end
reserved.args = nil
host_side.reserved = reserved

local function reserved_table(name)
  local value = reserved[name]
  if value == false then
    error(format("require '%s': Lua's library of that name is not available to scripts", name), 3)
  elseif value == nil and reserved[match(name, "^[^.]+")] ~= nil then
    local prefix = match(name, "^[^.]+%.")
    error(format("require '%s': names that begin with '%s' are reserved", name, prefix), 3)
  end
  return value
end

-- The values of the modules that have run, by name.
local loaded = {}

-- The names of the modules whose bodies run now, innermost last, all on one fiber.
local chain = {}
local one_at_a_time = host_side.turnstile()
local loader

local function refuse_circle(name)
  for index = 1, #chain do
    if chain[index] == name then
      local circle = concat(chain, " -> ", index) .. " -> " .. name
      error("require: modules need each other in a circle: " .. circle, 4)
    end
  end
end

local leave = {
  __close = function(mark)
    chain[#chain] = nil
    loading[mark.thread] = mark.outer
  end,
}

-- Puts the host's tables back, and raises if a module has replaced one: a module may not answer for
-- the host to the script that requires it.
local function restore_host(name)
  for global, value in pairs(host_side.host_tables) do
    if _G[global] ~= value then
      _G[global] = value
      local message = "module '%s' assigns %s, which is the host's; \z
        add a function to it, or use another name"
      error(format(message, name, global), 0)
    end
  end
end

local function load_module(name)
  refuse_circle(name)
  local source = read_module(name)
  local chunk, problem = load(source.text, "@" .. source.path, "t")
  if not chunk then
    error(problem, 0)
  end
  local thread = running()
  local mark <close> = setmetatable({ thread = thread, outer = loading[thread] }, leave)
  chain[#chain + 1] = name
  loading[thread] = true
  local value = chunk(name, source.path)
  restore_host(name)
  if value == nil then
    value = true
  end
  loaded[name] = value
  return value
end

local stop_loading = setmetatable({}, {
  __close = function()
    loader = nil
  end,
})

function require(name)
  if type(name) ~= "string" then
    error("require: the module's name must be a string, got " .. type(name), 2)
  end
  local ready = reserved_table(name)
  if ready then
    return ready
  elseif loaded[name] ~= nil then
    return loaded[name]
  elseif loader == current() then
    return (load_module(name))
  end
  if loader and descends(current(), loader) then
    -- The body waits for its branch, which would wait for the body.
    local message = "require '%s': a branch that a module's body has started cannot load modules; \z
      require it before"
    error(format(message, name), 2)
  end
  -- Another branch may be loading a module, perhaps this one: branches load one after the other.
  return (one_at_a_time(function()
    if loaded[name] ~= nil then
      return loaded[name]
    end
    loader = current()
    local mark <close> = stop_loading
    return (load_module(name))
  end))
end
