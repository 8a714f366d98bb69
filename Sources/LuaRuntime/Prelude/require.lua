-- Modules: Lua text that the host finds and reads, through an effect, so that a module's body may perform effects too.
local host_side = ...
local read_module = host_side.bind("lua.read_module")
local load, error, type, tostring, setmetatable, concat = load, error, type, tostring, setmetatable, table.concat

local loaded, loading, chain = {}, {}, {}

local function finish(mark)
  loading[mark.name] = nil
  chain[#chain] = nil
end

local marks = { __close = finish }

local function run(chunk, name, path)
  loading[name] = true
  chain[#chain + 1] = name
  local mark <close> = setmetatable({ name = name }, marks)
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
  if loading[name] then
    error("require: modules need each other in a circle: " .. concat(chain, " -> ") .. " -> " .. name, 2)
  end
  local source = read_module(name)
  local chunk, problem = load(source.text, "@" .. source.path, "t")
  if not chunk then
    error(problem, 0)
  end
  return run(chunk, name, source.path)
end
