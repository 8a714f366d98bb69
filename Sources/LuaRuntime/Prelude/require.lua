-- Modules: Lua text that the host finds and reads, through an effect, so that a module's body may perform effects too.
local host_side = ...
local read_module = host_side.bind("lua.read_module")
local load, error, type, setmetatable, concat, running = load, error, type, setmetatable, table.concat, coroutine.running

-- What has run, by name; and the modules whose bodies run now, in order, by the coroutine that runs them.
local loaded = {}
local chains = setmetatable({}, { __mode = "k" })

local function position(chain, name)
  for index, loading in ipairs(chain) do
    if loading == name then
      return index
    end
  end
end

local function refuse_circle(name)
  local own = chains[running()] or {}
  local start = position(own, name)
  if start then
    error("require: modules need each other in a circle: " .. concat(own, " -> ", start) .. " -> " .. name, 3)
  end
  for _, chain in pairs(chains) do
    if position(chain, name) then
      error("require: the module '" .. name .. "' is being loaded by another coroutine", 3)
    end
  end
end

local leave = {
  __close = function(mark)
    mark.chain[#mark.chain] = nil
  end,
}

local function run(chunk, name, path)
  local thread = running()
  local chain = chains[thread] or {}
  chains[thread] = chain
  chain[#chain + 1] = name
  local mark <close> = setmetatable({ chain = chain }, leave)
  local value = chunk(name, path)
  if value == nil then
    value = true
  end
  loaded[name] = value
  return value
end

function require(name)
  if type(name) ~= "string" then
    error("require: the module's name must be a string, got " .. type(name), 2)
  end
  if loaded[name] ~= nil then
    return loaded[name]
  end
  refuse_circle(name)
  local source = read_module(name)
  if loaded[name] ~= nil then
    return loaded[name]
  end
  refuse_circle(name)
  local chunk, problem = load(source.text, "@" .. source.path, "t")
  if not chunk then
    error(problem, 0)
  end
  return (run(chunk, name, source.path))
end
