-- params{...} declares the arguments that a script takes. The host checks the declaration and the
-- command line, all at once. Only Lua can match Lua patterns, so this chunk does that part.
local host_side, setup = ...
local declare = host_side.bind("lua.declare_parameters", "params")
local args, given = args, setup.args
local error, ipairs, next, pairs = error, ipairs, next, pairs
local setmetatable, type = setmetatable, type
local find, gmatch, match, format = string.find, string.gmatch, string.match, string.format
local concat, sort = table.concat, table.sort
local array, check_pattern = host_side.array, host_side.check_pattern

local function matches(text, pattern)
  return find(text, pattern) ~= nil
end

-- The texts of a default that its pattern is for: a string, or the elements of a list.
local function texts_of(value)
  if type(value) == "table" then
    return value
  end
  return { type(value) == "string" and value or nil }
end

local function elements_of(text, parameter)
  if text == nil or parameter.type ~= "list" then
    return { text }
  end
  local elements = {}
  for element in gmatch(text, "[^,]+") do
    elements[#elements + 1] = match(element, "^ *(.-) *$")
  end
  return elements
end

local function add_mismatches(found, name, parameter)
  local sound, reason = check_pattern(parameter.pattern)
  if not sound then
    error(format("params.%s: %s", name, reason), 4)
  end
  for _, text in ipairs(texts_of(parameter.default)) do
    if type(text) == "string" and not matches(text, parameter.pattern) then
      local message = "params.%s: the default '%s' does not match the pattern '%s'"
      error(format(message, name, text, parameter.pattern), 4)
    end
  end
  for _, text in ipairs(elements_of(given[name], parameter)) do
    if not matches(text, parameter.pattern) then
      found[#found + 1] = { name = name, text = text }
    end
  end
end

-- The texts of the command line that do not match their patterns.
local function mismatches(declaration)
  local found = array {}
  for name, parameter in pairs(declaration) do
    if type(parameter) == "table" and type(parameter.pattern) == "string" then
      add_mismatches(found, name, parameter)
    end
  end
  return found
end

local function names_of(declaration)
  local names = {}
  for name in pairs(declaration) do
    names[#names + 1] = name
  end
  sort(names)
  return concat(names, ", ")
end

-- Makes `args` hold the declared arguments, and nothing else.
local function fill(declaration, values)
  local declared = {}
  for name in pairs(declaration) do
    declared[name] = true
  end
  for name in next, args do
    args[name] = nil
  end
  for name, value in pairs(values) do
    args[name] = value
  end
  return setmetatable(args, {
    __metatable = "args",
    __index = function(_, name)
      if not declared[name] then
        local message = "args.%s is not declared in params (declared: %s)"
        error(format(message, name, names_of(declared)), 2)
      end
    end,
  })
end

function params(declaration)
  if type(declaration) ~= "table" then
    error("params: takes a table of parameters, got " .. type(declaration), 2)
  end
  local values = declare(declaration, mismatches(declaration))
  return fill(declaration, values)
end
