-- Of debug only traceback is there: no hook can be cleared, no number given a metatable, and a
-- traceback takes whatever it is given.
--
-- technique: A08 A10
-- output:    traceback
-- output:    nil	nil	nil	nil
-- output:    string	true	7	nil
for name in pairs(debug) do
  print(name)
end
print(debug.sethook, debug.setmetatable, debug.setuservalue, debug.getregistry)
local dead = coroutine.create(function() end)
coroutine.resume(dead)
print(type(debug.traceback(dead, "m", 1 << 62)), debug.traceback({}) ~= nil,
  debug.traceback(7):match("^7"), getmetatable(7))
