-- In a comparator, a gsub callback, __tostring and a message handler Lua cannot wait: the error
-- names the place and the way out, and what was called did not happen.
--
-- output:   sort	true	true
-- output:   gsub	true	true
-- output:   tostring	true	true
-- output:   handler	true	true
local function create()
  qubitro.create_device { name = "d", source = "mqtt" }
end
local function check(name, _, message)
  message = tostring(message)
  print(name, message:find("where_lua_cannot_wait_it_says_so.lua:9: ", 1, true) ~= nil,
    message:find("collect what you need first and call it afterwards", 1, true) ~= nil)
end
check("sort", pcall(table.sort, { 2, 1 }, create))
check("gsub", pcall(string.gsub, "a", "a", create))
check("tostring", pcall(tostring, setmetatable({}, { __tostring = create })))
check("handler", nil, select(2, xpcall(error, function()
  return select(2, pcall(create))
end)))
