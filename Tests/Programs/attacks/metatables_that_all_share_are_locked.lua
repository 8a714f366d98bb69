-- The metatable of strings cannot be reached or replaced, other plain values have none, and those
-- of the host's tables are sealed.
--
-- technique: C01 C02 C07
-- output:    string	nil	nil	nil	nil
-- output:    array	qubitro	host.log
-- output:    0 replaced
print(getmetatable(""), getmetatable(1), getmetatable(true), getmetatable(print),
  getmetatable(coroutine.running()))
print(getmetatable(host.array {}), getmetatable(qubitro), getmetatable(host.log))
local replaced = 0
for _, value in ipairs {
  "", 1, true, print, coroutine.running(), host.null, host.array {}, qubitro, host, host.log,
} do
  replaced = replaced + (pcall(setmetatable, value, {}) and 1 or 0)
end
print(replaced .. " replaced")
assert(not pcall(function() getmetatable("").__index = {} end))
-- A method and the function of the library are one and the same, which can be stopped.
for name, method in pairs(string) do
  assert(("")[name] == method)
end
