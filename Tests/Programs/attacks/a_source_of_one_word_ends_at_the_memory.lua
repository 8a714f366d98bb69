-- A reader gives one endless name: the compiler keeps all of it, and what it may keep has an end.
--
-- technique: B04 E11
-- limits:    memory=16M
-- output:    true
print(load(function() return ("x"):rep(1000) end) == nil)
