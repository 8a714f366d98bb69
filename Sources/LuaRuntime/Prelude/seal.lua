-- Seals the host's tables, as the last chunk. A script can add to them, as a team's modules do, but
-- not change them, so that no line of a script can pass for the host in another line.
local host_side, setup = ...
local error, format, next, pairs = error, string.format, next, pairs
local setmetatable, tostring, type = setmetatable, tostring, type
local raw_set = rawset

-- The tables that scripts get, with the names under which they know them.
local sealed = setmetatable({}, { __mode = "k" })

local function seal(fields, name)
  for key, value in pairs(fields) do
    if type(value) == "table" then
      fields[key] = seal(value, name .. "." .. key)
    end
  end
  local proxy = setmetatable({}, {
    __metatable = name,
    __index = fields,
    __newindex = function(_, key, value)
      if fields[key] ~= nil then
        local message = "%s.%s is the host's, and cannot be changed; add a function of another name"
        error(format(message, name, tostring(key)), 2)
      end
      fields[key] = value
    end,
    __pairs = function()
      local last
      return function()
        local value
        last, value = next(fields, last)
        return last, value
      end
    end,
  })
  sealed[proxy] = name
  return proxy
end

function rawset(target, key, value)
  if sealed[target] then
    error(format("rawset: %s is the host's, and cannot be changed", sealed[target]), 2)
  end
  return raw_set(target, key, value)
end

-- The host's tables by name. If a module's body replaces one, `require` puts it back.
host_side.host_tables = {}

local names = { host = true }
for _, binding in pairs(setup.bindings) do
  names[binding:match("^[^.]+")] = true
end
for name in pairs(names) do
  if type(_G[name]) == "table" then
    _G[name] = seal(_G[name], name)
    host_side.reserved[name] = _G[name]
    host_side.host_tables[name] = _G[name]
  end
end
