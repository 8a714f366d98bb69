-- The last chunk: what the host gives can be added to, as a team's modules do, but not changed, so that no line of a script can pass for the
-- host in another one.
local host_side, setup = ...
local error, format, next, pairs, setmetatable, tostring, type = error, string.format, next, pairs, setmetatable, tostring, type
local raw_set = rawset

-- The tables that scripts hold, with the names under which they know them.
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
        error(format("%s.%s is the host's, and cannot be changed; add a function of another name", name, tostring(key)), 2)
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

-- What the host put under these names is put back where a module's body has taken its place.
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
